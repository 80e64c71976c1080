-- Codes and counts of any number of rows in DuckDB 1.4 or newer: one pass for all partitions.
--
--   duckdb -c ".read settings.sql" -c ".read count.sql"
--
-- settings.sql says where things are, and may set threads and memory:
--   SET VARIABLE rows = 'rows/*.parquet';    -- x1 and x2: lists or arrays of numbers; y: the label
--   SET VARIABLE codes = 'codes';            -- what `npx modalens analyze ... --codes codes` wrote
--   SET VARIABLE counts = 'counts.parquet';  -- what is written: partition, x1, x2, y, count
-- Then: npx modalens decompose counts.parquet

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


-- The query, written by a query: array functions of constants are many times faster than lambdas.
-- Of each row: a, the sample; size, its norm; n, what it is divided by; then scores and codes.
CREATE OR REPLACE TEMP TABLE source AS
  SELECT source, format('{}::DOUBLE[{}]', source, len(mean)) AS a,
    CASE WHEN centre IS NULL THEN format('sqrt(array_inner_product(a_{0}, a_{0}))', source)
      ELSE format('array_distance(a_{}, {}::DOUBLE[{}])', source, centre::DOUBLE[]::VARCHAR, len(mean)) END AS size,
    CASE WHEN l2 THEN format('CASE WHEN size_{0} > 0 THEN size_{0} ELSE 1 END', source) ELSE '1' END AS n
  FROM preparation;
CREATE OR REPLACE TEMP TABLE score AS
  SELECT source, partition, code, format('s_{}_{}_{}', source, partition, code) AS name, format(
    'array_inner_product(a_{0}, {1}::DOUBLE[{2}]) - ({3}) - n_{0} * ({4})',
    source, weights::VARCHAR, len(weights), shift::VARCHAR, bias::VARCHAR) AS score,
    slack, norm(mean) AS mean
  FROM centroid;
CREATE OR REPLACE TEMP TABLE choice AS
  SELECT source, partition, format('c_{}_{}', source, partition) AS name,
    format('greatest({})', string_agg(name, ', ')) AS best,
    format('{} * (size_{} + n_{} * {})', max(slack)::VARCHAR, source, source, any_value(mean)::VARCHAR) AS slack,
    string_agg(format('({} > b_{}_{} - t_{}_{})::INT', name, source, partition, source, partition), ' + ') AS near,
    string_agg(format('WHEN {} = b_{}_{} THEN {}', name, source, partition, code), ' ' ORDER BY code) AS code
  FROM score GROUP BY source, partition;
SET VARIABLE query = (
  SELECT 'WITH read AS (SELECT x1, x2, y, ' || (SELECT string_agg(a || ' AS a_' || source, ', ') FROM source)
    || ' FROM read_parquet(getvariable(''rows''))), sizes AS (SELECT *, '
    || (SELECT string_agg(size || ' AS size_' || source || ', ' || n || ' AS n_' || source, ', ') FROM source)
    || ' FROM read), scores AS (SELECT *, ' || (SELECT string_agg(score || ' AS ' || name, ', ') FROM score)
    || ' FROM sizes), most AS (SELECT *, ' || (SELECT string_agg(format(
      '{0} AS b_{1}_{2}, {3} AS t_{1}_{2}', best, source, partition, slack), ', ') FROM choice)
    || ' FROM scores), codes AS (SELECT y, ' || (SELECT string_agg(format(
      'CASE WHEN {} > 1 THEN NULL {} END AS {}', near, code, name), ', ') FROM choice)
    || ', x1, x2 FROM most), rows AS (SELECT y, x1, x2, unnest([' || (SELECT string_agg(format(
      '{{partition: {0}, x1: c_x1_{0}, x2: c_x2_{0}}}', partition), ', ')
      FROM (SELECT DISTINCT partition FROM choice)) || ']) AS c FROM codes) '
    || 'SELECT c.partition, c.x1, c.x2, y, CASE WHEN c.x1 IS NULL THEN x1::FLOAT[] END AS v1, '
    || 'CASE WHEN c.x2 IS NULL THEN x2::FLOAT[] END AS v2 FROM rows');
CREATE OR REPLACE TEMP TABLE counted AS
  SELECT *, count(*) AS count FROM query(getvariable('query')) GROUP BY ALL;

-- Few rows have no code yet: two centroids are equally near to them to within rounding. The engine's own
-- arithmetic decides, the first of equals.
CREATE OR REPLACE TEMP TABLE near AS
  SELECT DISTINCT 'x1' AS source, partition, v1 AS x FROM counted WHERE v1 IS NOT NULL
  UNION ALL SELECT DISTINCT 'x2', partition, v2 FROM counted WHERE v2 IS NOT NULL;
CREATE OR REPLACE TEMP TABLE decided AS
  SELECT source, partition, x, code FROM (
    SELECT source, partition, x,
      onto32(minus32(unit32(minus32(x, centre), l2), mean), components) AS z
    FROM near JOIN preparation USING (source))
  JOIN centroid USING (source, partition)
  QUALIFY row_number() OVER (
    PARTITION BY source, partition, x ORDER BY dot32(z, v) - half DESC, code) = 1;
COPY (
  SELECT c.partition, coalesce(x1, a.code) AS x1, coalesce(x2, b.code) AS x2, y, sum(count)::BIGINT AS count
  FROM counted c
  LEFT JOIN decided a ON a.source = 'x1' AND a.partition = c.partition AND a.x = c.v1
  LEFT JOIN decided b ON b.source = 'x2' AND b.partition = c.partition AND b.x = c.v2
  GROUP BY ALL ORDER BY ALL
) TO (getvariable('counts')) (FORMAT parquet);
SELECT count(*) AS decided_by_rounding FROM near;
