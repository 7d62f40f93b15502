UPDATE stored_events SET state = CAST(json_set(CAST(state AS TEXT), '$.on', '2024-01-01T00:00:00') AS BLOB) WHERE topic = 'certification.granted.v1';
