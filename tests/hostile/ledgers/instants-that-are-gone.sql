DELETE FROM instants;
