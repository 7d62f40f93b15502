UPDATE stored_events SET state = CAST(json_set(CAST(state AS TEXT), '$.certification', 'NO-SUCH') AS BLOB) WHERE topic = 'certification.granted.v1';
