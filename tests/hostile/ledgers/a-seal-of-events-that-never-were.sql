UPDATE seal_head SET size = 1 << 61, position = 1 << 61;
UPDATE seal_runs SET leaves = 1 << 61;
