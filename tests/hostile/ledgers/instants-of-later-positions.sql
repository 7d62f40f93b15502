UPDATE instants SET first_position = first_position + 1000;
