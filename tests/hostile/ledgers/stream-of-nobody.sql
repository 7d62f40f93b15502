UPDATE stored_events SET originator_id = 'holder-' WHERE topic = 'certification.granted.v1';
