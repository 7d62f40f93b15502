UPDATE stored_events SET state = CAST(json_set(CAST(state AS TEXT), '$.zone', 'Nowhere/Land') AS BLOB) WHERE topic = 'programme.opened.v1';
