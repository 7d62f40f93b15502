UPDATE stored_events SET state = CAST(json_set(CAST(state AS TEXT), '$.engine', char(27) || '[31m' || char(10) || 'recert: all is well') AS BLOB) WHERE topic = 'certification.expired.v1';
