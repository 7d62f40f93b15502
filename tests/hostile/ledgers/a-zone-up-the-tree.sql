UPDATE stored_events SET state = CAST(json_set(CAST(state AS TEXT), '$.zone', '../../etc/passwd') AS BLOB) WHERE topic = 'programme.opened.v1';
