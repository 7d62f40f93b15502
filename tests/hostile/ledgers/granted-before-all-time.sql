UPDATE stored_events SET state = CAST(json_set(CAST(state AS TEXT), '$.on', '0001-01-01') AS BLOB) WHERE topic = 'certification.granted.v1';
