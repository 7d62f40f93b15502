DROP TABLE seal_head;
CREATE TABLE seal_head (root, position, size, id);
INSERT INTO seal_head VALUES (x'00', 1, 1, 1);
