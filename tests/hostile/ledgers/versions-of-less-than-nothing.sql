UPDATE stored_events SET originator_version = -1 WHERE topic = 'certification.granted.v1';
