UPDATE stored_events SET topic = CAST(x'ff1b5b33316d' AS TEXT) WHERE topic = 'certification.granted.v1';
