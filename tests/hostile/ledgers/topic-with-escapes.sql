UPDATE stored_events SET topic = char(27) || '[31m' WHERE topic = 'certification.granted.v1';
