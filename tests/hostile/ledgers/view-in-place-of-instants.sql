ALTER TABLE instants RENAME TO hidden;
CREATE VIEW instants AS SELECT * FROM hidden;
