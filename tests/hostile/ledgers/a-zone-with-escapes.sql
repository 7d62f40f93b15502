UPDATE stored_events SET state = CAST(json_set(CAST(state AS TEXT), '$.zone', char(27) || '[31m') AS BLOB) WHERE topic = 'programme.opened.v1';
