UPDATE stored_events SET originator_id = CAST(x'686f6c6465722dff1b' AS TEXT) WHERE topic = 'certification.granted.v1';
