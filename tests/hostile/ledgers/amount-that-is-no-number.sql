UPDATE stored_events SET state = CAST(replace(CAST(state AS TEXT), '"64"', 'NaN') AS BLOB) WHERE topic = 'claim.submitted.v1';
