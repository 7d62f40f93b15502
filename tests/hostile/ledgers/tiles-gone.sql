DELETE FROM seal_tiles;
