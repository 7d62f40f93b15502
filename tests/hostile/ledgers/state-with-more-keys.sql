UPDATE stored_events SET state = CAST(replace(CAST(state AS TEXT), '{"actor"', '{"__class__":"os.system","actor"') AS BLOB) WHERE topic = 'certification.granted.v1';
