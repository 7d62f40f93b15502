UPDATE stored_events SET originator_id = 'holder-' || char(8238) WHERE topic = 'certification.granted.v1';
