UPDATE stored_events SET state = CAST(json_set(CAST(state AS TEXT), '$.recorded_at', 1) AS BLOB) WHERE topic = 'certification.granted.v1';
