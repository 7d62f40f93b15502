UPDATE stored_events SET state = CAST(json_set(CAST(state AS TEXT), '$.holder', 'H-9') AS BLOB) WHERE topic = 'certification.granted.v1';
