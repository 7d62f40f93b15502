UPDATE stored_events SET state = CAST(replace(CAST(state AS TEXT), 'H-1', '\ud800') AS BLOB) WHERE topic = 'certification.granted.v1';
