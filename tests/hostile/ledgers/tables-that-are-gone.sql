DROP TABLE seal_head;
DROP TABLE seal_tiles;
DROP TABLE seal_runs;
DROP TABLE seal_notes;
