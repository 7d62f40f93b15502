UPDATE stored_events SET rowid = 9223372036854775807 WHERE rowid = 6;
