UPDATE seal_tiles SET hashes = zeroblob(31);
