"""The counts of scale_spark.py without Spark: python numpy_counts.py ROWS.parquet CODES COUNTS.parquet"""

import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).parents[2] / "www/public/recipes"))
from scale_spark import counts_of, read_codebooks  # noqa: E402

rows, codes, out = sys.argv[1:]
books = {source: read_codebooks(codes, source) for source in ("x1", "x2")}
batches = pq.ParquetFile(rows).iter_batches(20_000)
table = pa.Table.from_batches([counts_of(batch, books) for batch in batches])
pq.write_table(table.drop_columns(["near"]), out)
