UPDATE seal_tiles SET hashes = zeroblob(70000000);
