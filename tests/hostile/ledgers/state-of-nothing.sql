UPDATE stored_events SET state = x'' WHERE topic = 'certification.granted.v1';
