DELETE FROM seal_head;
