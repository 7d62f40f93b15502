CREATE VIEW everyone AS SELECT * FROM stored_events;
