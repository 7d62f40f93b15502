UPDATE stored_events SET state = CAST(json_set(CAST(state AS TEXT), '$.recorded_at', '0001-01-01T00:00:00+14:00') AS BLOB) WHERE topic = 'certification.granted.v1';
