DROP TABLE seal_runs;
CREATE VIRTUAL TABLE seal_runs USING fts5(first_leaf, first_position, leaves);
