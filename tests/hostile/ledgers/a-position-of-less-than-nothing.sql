UPDATE stored_events SET rowid = -1 WHERE rowid = 6;
