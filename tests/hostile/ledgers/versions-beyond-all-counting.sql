UPDATE stored_events SET originator_version = 9223372036854775807 WHERE topic = 'certification.granted.v1';
