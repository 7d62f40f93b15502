UPDATE stored_events SET state = CAST('{"holder":' AS BLOB) WHERE topic = 'certification.granted.v1';
