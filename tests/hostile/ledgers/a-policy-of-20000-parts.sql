UPDATE stored_events SET state = CAST(json_set(CAST(state AS TEXT), '$.text', 'a' || replace(hex(zeroblob(10000)), '0', '.a') || ' = 1') AS BLOB) WHERE topic = 'policy.adopted.v1';
