UPDATE stored_events SET state = zeroblob(1000) WHERE topic = 'certification.granted.v1';
