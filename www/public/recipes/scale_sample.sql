-- Two seeded draws that have no row in common, in DuckDB 1.4 or newer: one for K-means, one to check it.
--
--   SET VARIABLE rows = 'rows/*.parquet';    -- x1, x2: lists or arrays of numbers; y: the label
--   SET VARIABLE draw = 16000;               -- rows of each draw, about; K-means sees 16384 at most
--   SET VARIABLE seed = 1;
--
-- A row is drawn by the MD5 of the seed, its file and its place there: the same on any machine, with any
-- number of threads. Where rows have a key that stays, put it in place of both.

CREATE OR REPLACE TEMP TABLE drawn AS
  WITH all_rows AS (
    SELECT x1, x2, y, md5_number_lower(concat_ws('/', getvariable('seed')::VARCHAR,
      parse_filename(filename), file_row_number::VARCHAR)) / 18446744073709551616.0 AS place
    FROM read_parquet(getvariable('rows'), filename = true, file_row_number = true))
  SELECT * FROM all_rows
  WHERE place < 2.0 * getvariable('draw') / (SELECT count(*) FROM read_parquet(getvariable('rows')));
SET VARIABLE half = (
  SELECT getvariable('draw') / count(*)::DOUBLE FROM read_parquet(getvariable('rows')));
COPY (SELECT x1, x2, y FROM drawn WHERE place < getvariable('half') ORDER BY place)
  TO 'sample.parquet' (ROW_GROUP_SIZE 8192);
COPY (SELECT x1, x2, y FROM drawn WHERE place >= getvariable('half') ORDER BY place)
  TO 'held_out.parquet' (ROW_GROUP_SIZE 8192);
