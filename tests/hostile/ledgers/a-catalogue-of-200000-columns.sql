UPDATE stored_events SET state = CAST(json_set(CAST(state AS TEXT), '$.items', replace(hex(zeroblob(100000)), '0', 'x,')) AS BLOB) WHERE topic = 'catalogue.adopted.v1';
