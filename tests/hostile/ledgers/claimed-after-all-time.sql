UPDATE stored_events SET state = CAST(json_set(CAST(state AS TEXT), '$.completed_on', '9999-12-31', '$.submitted_on', '9999-12-31') AS BLOB) WHERE topic = 'claim.submitted.v1';
