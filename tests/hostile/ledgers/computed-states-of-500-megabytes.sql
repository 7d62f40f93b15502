ALTER TABLE stored_events RENAME TO hidden;
CREATE TABLE stored_events (rowid INTEGER PRIMARY KEY, originator_id TEXT, originator_version INTEGER, topic TEXT, state BLOB GENERATED ALWAYS AS (zeroblob(500000000)));
INSERT INTO stored_events (rowid, originator_id, originator_version, topic) SELECT rowid, originator_id, originator_version, topic FROM hidden;
