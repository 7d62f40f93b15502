DROP TABLE instants;
CREATE TABLE instants (first_position INTEGER PRIMARY KEY, recorded_at INTEGER) WITHOUT ROWID;
INSERT INTO instants VALUES (1, 0);
