UPDATE stored_events SET state = CAST(json_set(CAST(state AS TEXT), '$.recorded_at', '9999-12-31T23:59:59-14:00') AS BLOB) WHERE topic = 'certification.granted.v1';
