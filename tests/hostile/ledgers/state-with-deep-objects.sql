UPDATE stored_events SET state = CAST('{"origin":' || replace(hex(zeroblob(25000)), '0', '{"a":') AS BLOB) WHERE topic = 'certification.granted.v1';
