UPDATE stored_events SET state = CAST(replace(CAST(state AS TEXT), '"known_at":', '"known_at":1' || replace(hex(zeroblob(2000)), '0', '9')) AS BLOB) WHERE topic = 'certification.expired.v1';
