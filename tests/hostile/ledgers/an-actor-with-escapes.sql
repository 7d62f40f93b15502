UPDATE stored_events SET state = CAST(json_set(CAST(state AS TEXT), '$.actor', char(27) || '[31m') AS BLOB) WHERE topic = 'certification.granted.v1';
