DELETE FROM stored_events;
