CREATE TRIGGER stored_events_no_UPDATE AFTER INSERT ON stored_events BEGIN UPDATE instants SET recorded_at = 0; END;
