UPDATE stored_events SET state = CAST(replace(CAST(state AS TEXT), '"holder":"H-1"', '"holder":"H-9","holder":"H-1"') AS BLOB) WHERE topic = 'certification.granted.v1';
