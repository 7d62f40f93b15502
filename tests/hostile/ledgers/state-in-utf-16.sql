UPDATE stored_events SET state = x'7b0022007d00' WHERE topic = 'certification.granted.v1';
