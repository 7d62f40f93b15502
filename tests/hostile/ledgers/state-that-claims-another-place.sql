UPDATE stored_events SET state = CAST(replace(CAST(state AS TEXT), '{"actor"', '{"originator_id":"holder-H-9","actor"') AS BLOB) WHERE topic = 'certification.granted.v1';
