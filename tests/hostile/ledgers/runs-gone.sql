DELETE FROM seal_runs;
