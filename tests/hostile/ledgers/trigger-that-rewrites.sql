CREATE TRIGGER evil AFTER INSERT ON stored_events BEGIN UPDATE instants SET recorded_at = 0; END;
