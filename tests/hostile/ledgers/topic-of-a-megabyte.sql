UPDATE stored_events SET topic = hex(zeroblob(500000)) WHERE topic = 'certification.granted.v1';
