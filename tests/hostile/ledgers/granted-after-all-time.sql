UPDATE stored_events SET state = CAST(json_set(CAST(state AS TEXT), '$.on', '9999-12-31') AS BLOB) WHERE topic = 'certification.granted.v1';
