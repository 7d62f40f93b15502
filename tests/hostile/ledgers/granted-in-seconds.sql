UPDATE stored_events SET state = CAST(json_set(CAST(state AS TEXT), '$.on', 1700006400) AS BLOB) WHERE topic = 'certification.granted.v1';
