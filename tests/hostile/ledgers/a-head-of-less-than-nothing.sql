UPDATE seal_head SET size = -5, position = -5;
