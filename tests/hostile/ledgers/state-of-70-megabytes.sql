UPDATE stored_events SET state = zeroblob(70000000) WHERE topic = 'certification.granted.v1';
