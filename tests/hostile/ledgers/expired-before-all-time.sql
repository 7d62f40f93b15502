UPDATE stored_events SET state = CAST(json_set(CAST(state AS TEXT), '$.effective_on', '0001-01-01', '$.until', '0001-01-01') AS BLOB) WHERE topic = 'certification.expired.v1';
