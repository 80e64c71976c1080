-- The codebooks of an analysis, ready for DuckDB 1.4 or newer: read before held_out.sql and count.sql.
--
--   SET VARIABLE codes = 'codes';    -- what `npx modalens analyze ... --codes codes` wrote

-- Products as the engine sums them: single precision, four lanes, segments of 1024.
-- No two lambdas have names in common: a macro is put in as it is written.
CREATE OR REPLACE MACRO total(l, start) AS coalesce(list_reduce(l, lambda s, t: s + t, start), start);
CREATE OR REPLACE MACRO lane(a, b, l) AS total(
  list_transform(range(l, len(a) // 4 * 4 + 1, 4), lambda i: a[i] * b[i]), 0::FLOAT);
CREATE OR REPLACE MACRO segment(a, b) AS total(
  list_transform(range(len(a) // 4 * 4 + 1, len(a) + 1), lambda j: a[j] * b[j]),
  (lane(a, b, 1) + lane(a, b, 2)) + (lane(a, b, 3) + lane(a, b, 4)));
CREATE OR REPLACE MACRO dot32(a, b) AS total(list_transform(
  range(1, len(a) + 1, 1024), lambda k: segment(a[k:k + 1023], b[k:k + 1023])), 0::FLOAT);
CREATE OR REPLACE MACRO minus32(a, b) AS
  CASE WHEN b IS NULL THEN a ELSE list_transform(a, lambda e, f: e - b[f]) END;
CREATE OR REPLACE MACRO norm(a) AS sqrt(list_inner_product(a::DOUBLE[], a::DOUBLE[]));
CREATE OR REPLACE MACRO unit32(a, l2) AS CASE WHEN l2 AND norm(a) > 0
  THEN list_transform(a, lambda g: (g::DOUBLE / norm(a))::FLOAT) ELSE a END;
CREATE OR REPLACE MACRO onto32(a, p) AS
  CASE WHEN p IS NULL THEN a ELSE list_transform(p, lambda h: dot32(a, h)) END;

-- The preparation of each source, and its centroids: as they are, and as weights of the samples before
-- the preparation, which is linear but for the norm: score = (x . weights) / |x| - bias.
CREATE OR REPLACE TEMP TABLE part AS
  SELECT source, partition, part, number, l2, list_transform("values", lambda v: v::FLOAT) AS v
  FROM read_parquet([getvariable('codes') || '/x1_codebooks.parquet',
                     getvariable('codes') || '/x2_codebooks.parquet']);
CREATE OR REPLACE TEMP TABLE preparation AS
  SELECT source, any_value(l2) AS l2,
    any_value(v) FILTER (part = 'centre') AS centre, any_value(v) FILTER (part = 'mean') AS mean,
    list(v ORDER BY number) FILTER (part = 'component') AS components
  FROM part GROUP BY source;
CREATE OR REPLACE TEMP TABLE centroid AS
  WITH c AS (SELECT source, partition, number AS code, v FROM part WHERE part = 'centroid'),
  w AS (
    SELECT c.*, l2, centre, mean, components, list_inner_product(v::DOUBLE[], v::DOUBLE[]) AS square,
      CASE WHEN components IS NULL THEN v::DOUBLE[] ELSE list_transform(mean, lambda _, i:
        list_inner_product(v::DOUBLE[], list_transform(components, lambda p: p[i]::DOUBLE))) END AS weights
    FROM c JOIN preparation USING (source))
  SELECT *, 0.5::FLOAT * dot32(v, v) AS half,
    list_inner_product(mean::DOUBLE[], weights) + square / 2 AS bias,
    coalesce(list_inner_product(centre::DOUBLE[], weights), 0) AS shift,
    -- More than what rounding may move a score by, for a sample and a mean whose norms add to 1.
    (len(mean) / 4 + 16) * 2e-7 * sqrt(square)
      * coalesce(list_sum(list_transform(components, lambda p: norm(p))), 1) AS slack
  FROM w;
