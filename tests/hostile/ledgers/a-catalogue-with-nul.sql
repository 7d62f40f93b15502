UPDATE stored_events SET state = CAST(json_set(CAST(state AS TEXT), '$.exams', 'code' || char(0)) AS BLOB) WHERE topic = 'catalogue.adopted.v1';
