UPDATE stored_events SET state = CAST(json_set(CAST(state AS TEXT), '$.completed_on', '0001-01-01', '$.submitted_on', '0001-01-01') AS BLOB) WHERE topic = 'claim.submitted.v1';
