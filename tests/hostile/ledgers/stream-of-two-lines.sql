UPDATE stored_events SET originator_id = 'holder-a' || char(10) || 'recert: all is well' WHERE topic = 'certification.granted.v1';
