UPDATE stored_events SET state = CAST('[]' AS BLOB) WHERE topic = 'certification.granted.v1';
