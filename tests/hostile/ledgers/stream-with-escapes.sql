UPDATE stored_events SET originator_id = 'holder-' || char(27) || '[31m' WHERE topic = 'certification.granted.v1';
