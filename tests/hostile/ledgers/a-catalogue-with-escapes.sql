UPDATE stored_events SET state = CAST(json_set(CAST(state AS TEXT), '$.certifications', char(27) || '[31m') AS BLOB) WHERE topic = 'catalogue.adopted.v1';
