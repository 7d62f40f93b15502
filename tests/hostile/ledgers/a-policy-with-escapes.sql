UPDATE stored_events SET state = CAST(json_set(CAST(state AS TEXT), '$.text', char(27) || '[31m') AS BLOB) WHERE topic = 'policy.adopted.v1';
