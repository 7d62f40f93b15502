CREATE TABLE loose (rowid INTEGER PRIMARY KEY AUTOINCREMENT, originator_id, originator_version, topic, state);
INSERT INTO loose SELECT rowid, originator_id, originator_version, topic, state FROM stored_events;
DROP TABLE stored_events;
ALTER TABLE loose RENAME TO stored_events;
UPDATE stored_events SET state = 7, topic = x'ff', originator_version = 'one' WHERE topic = 'certification.granted.v1';
PRAGMA writable_schema = ON;
UPDATE sqlite_master SET sql = 'CREATE TABLE stored_events (rowid INTEGER PRIMARY KEY AUTOINCREMENT, originator_id TEXT NOT NULL, originator_version INTEGER NOT NULL, topic TEXT NOT NULL, state BLOB NOT NULL) STRICT' WHERE name = 'stored_events';
