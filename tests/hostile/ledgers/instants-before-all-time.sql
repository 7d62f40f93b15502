UPDATE instants SET recorded_at = -9223372036854775808;
