DROP TABLE seal_runs;
CREATE VIEW seal_runs AS WITH RECURSIVE c(x) AS (SELECT 0 UNION ALL SELECT x + 1 FROM c) SELECT x AS first_leaf, x + 1 AS first_position, 1 AS leaves FROM c;
