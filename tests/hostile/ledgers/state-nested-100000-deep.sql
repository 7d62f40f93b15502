UPDATE stored_events SET state = CAST('{"origin":' || replace(hex(zeroblob(50000)), '0', '[') AS BLOB) WHERE topic = 'certification.granted.v1';
