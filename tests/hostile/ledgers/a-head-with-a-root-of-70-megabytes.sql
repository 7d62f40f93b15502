UPDATE seal_head SET root = zeroblob(70000000);
