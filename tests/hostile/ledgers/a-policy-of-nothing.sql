UPDATE stored_events SET state = CAST(json_set(CAST(state AS TEXT), '$.text', '') AS BLOB) WHERE topic = 'policy.adopted.v1';
