UPDATE stored_events SET state = CAST(x'efbbbf' || state AS BLOB) WHERE topic = 'certification.granted.v1';
