-- Was the sample large enough? Mean squared distance to the nearest centroid, of the rows that K-means saw
-- and of rows that it did not, after scale_codebooks.sql.
--
-- Near 1 the codes of all rows are as good as those of the sample. Above 1.02 draw more rows, up to the
-- 16384 that K-means sees, or take fewer codes.

WITH drawn AS (
  SELECT 'sample' AS file, row_number() OVER () AS row, x1, x2 FROM read_parquet('sample.parquet')
  UNION ALL SELECT 'held_out', row_number() OVER (), x1, x2 FROM read_parquet('held_out.parquet')),
sources AS (
  SELECT file, row, 'x1' AS source, x1::FLOAT[] AS x FROM drawn
  UNION ALL SELECT file, row, 'x2', x2::FLOAT[] FROM drawn),
prepared AS (
  SELECT file, row, source,
    onto32(minus32(unit32(minus32(x, centre), l2), mean), components) AS z
  FROM sources JOIN preparation USING (source)),
nearest AS (
  SELECT file, source, partition, row, min(list_distance(z, v) ** 2) AS inertia
  FROM prepared JOIN centroid USING (source) GROUP BY ALL)
SELECT source, avg(inertia) FILTER (file = 'sample') AS sample, avg(inertia) FILTER (file = 'held_out') AS
  held_out, held_out / sample AS ratio
FROM nearest GROUP BY source ORDER BY source;
