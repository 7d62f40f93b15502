UPDATE stored_events SET state = CAST(json_set(CAST(state AS TEXT), '$.effective_on', '9999-12-31', '$.until', '9999-12-31') AS BLOB) WHERE topic = 'certification.expired.v1';
