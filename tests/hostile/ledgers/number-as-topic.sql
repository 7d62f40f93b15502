CREATE TABLE loose (rowid INTEGER PRIMARY KEY AUTOINCREMENT, originator_id, originator_version, topic, state);
INSERT INTO loose SELECT rowid, originator_id, originator_version, topic, state FROM stored_events;
DROP TABLE stored_events;
ALTER TABLE loose RENAME TO stored_events;
UPDATE stored_events SET topic = 7 WHERE topic = 'certification.granted.v1';
