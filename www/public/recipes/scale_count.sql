-- Codes and counts of any number of rows in DuckDB 1.4 or newer: one pass for all partitions.
--
--   SET VARIABLE rows = 'rows/*.parquet';    -- x1, x2: lists or arrays of numbers; y: the label
--   SET VARIABLE counts = 'counts.parquet';  -- what is written: partition, x1, x2, y, count
--   .read scale_codebooks.sql
--   .read scale_count.sql
--
-- Then: npx modalens decompose counts.parquet

-- The query, written by a query: array functions of constants are many times faster than lambdas.
-- Of each row: a, the sample; size, its norm; n, what it is divided by; then scores and codes.
CREATE OR REPLACE TEMP TABLE source AS
  SELECT source, format('{}::DOUBLE[{}]', source, len(mean)) AS a,
    CASE WHEN centre IS NULL THEN format('sqrt(array_inner_product(a_{0}, a_{0}))', source)
      ELSE format('array_distance(a_{}, {}::DOUBLE[{}])', source, centre::DOUBLE[]::VARCHAR, len(mean))
      END AS size,
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
    format('{0} * (size_{1} + n_{1} * {2})', max(slack)::VARCHAR, source, any_value(mean)::VARCHAR) AS slack,
    string_agg(format('({0} > b_{1}_{2} - t_{1}_{2})::INT', name, source, partition), ' + ') AS near,
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
