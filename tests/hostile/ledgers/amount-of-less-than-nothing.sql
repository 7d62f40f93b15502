UPDATE stored_events SET state = CAST(json_set(CAST(state AS TEXT), '$.credits', '-1') AS BLOB) WHERE topic = 'claim.submitted.v1';
