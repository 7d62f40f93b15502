UPDATE stored_events SET state = CAST(json_set(CAST(state AS TEXT), '$.items', '') AS BLOB) WHERE topic = 'catalogue.adopted.v1';
