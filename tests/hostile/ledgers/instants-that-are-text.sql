CREATE TABLE loose (first_position INTEGER PRIMARY KEY, recorded_at);
INSERT INTO loose SELECT first_position, recorded_at FROM instants;
DROP TABLE instants;
ALTER TABLE loose RENAME TO instants;
UPDATE instants SET recorded_at = 'yesterday';
