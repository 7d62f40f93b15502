UPDATE seal_runs SET leaves = -1;
