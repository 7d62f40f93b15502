ALTER TABLE stored_events RENAME TO hidden;
CREATE VIEW stored_events AS SELECT * FROM hidden;
