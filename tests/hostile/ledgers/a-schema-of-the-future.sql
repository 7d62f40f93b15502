UPDATE stored_events SET state = CAST(json_set(CAST(state AS TEXT), '$.schema_version', 99) AS BLOB) WHERE topic = 'programme.opened.v1';
