"""Codes and counts of any number of rows in Spark 4: one pass for all partitions.

pip install pyspark "pandas<3" pyarrow numpy    # and a Java
spark-submit scale_spark.py --rows 'rows/*.parquet' --codes codes --out counts.parquet

--rows: Parquet with x1 and x2 (lists of numbers) and y (the label); --codes: what
`npx modalens analyze ... --codes codes` wrote. Then: npx modalens decompose counts.parquet
"""

import argparse

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

SEGMENT = 1024
F4 = np.float32


def read_codebooks(folder, source):
    """The preparation of a source, and its centroids by partition."""
    rows = pq.read_table(f"{folder}/{source}_codebooks.parquet").to_pylist()
    of = lambda part: [np.array(row["values"], F4) for row in rows if row["part"] == part]
    partitions = sorted({row["partition"] for row in rows if row["part"] == "centroid"})
    centroids = [np.stack([np.array(row["values"], F4) for row in rows if row["partition"] == partition])
                 for partition in partitions]
    components = np.stack(of("component")) if of("component") else None
    centre = of("centre")[0] if of("centre") else F4(0)
    return {"l2": rows[0]["l2"], "centre": centre, "mean": of("mean")[0], "components": components,
            "centroids": centroids, "halves": [F4(0.5) * np.diag(dot32(c, c)) for c in centroids]}


def dot32(a, b):
    """Products of rows as the engine sums them: single precision, four lanes, segments of 1024."""
    out = np.zeros((len(a), len(b)), F4)
    for start in range(0, a.shape[1], SEGMENT):
        x, c = (m[:, None][:, :, start:start + SEGMENT] for m in (a, b))
        c = c.transpose(1, 0, 2)
        whole = x.shape[2] // 4 * 4
        lanes = np.zeros((len(a), len(b), 4), F4)
        for i in range(0, whole, 4):
            lanes += x[:, :, i:i + 4] * c[:, :, i:i + 4]
        part = (lanes[..., 0] + lanes[..., 1]) + (lanes[..., 2] + lanes[..., 3])
        for i in range(whole, x.shape[2]):
            part += x[:, :, i] * c[:, :, i]
        out += part
    return out


def assign(x, book):
    """Codes of the rows of x by the codebook of each partition, and how many rounding decided."""
    x = x - book["centre"]
    size = np.sqrt(np.einsum("ij,ij->i", x, x, dtype=np.float64))
    if book["l2"]:
        x = (x / np.where(size > 0, size, 1)[:, None]).astype(F4)
        size = np.minimum(size, 1)
    z = x - book["mean"]
    size = size + np.linalg.norm(book["mean"].astype(float))
    p, slack = book["components"], (x.shape[1] / 4 + 16) * 4e-7
    fast = z if p is None else z @ p.T
    if p is not None:
        slack *= np.linalg.norm(p.astype(float), axis=1).sum()
    codes, near_rows = [], 0
    for c, half in zip(book["centroids"], book["halves"]):
        scores = fast @ c.T - half
        code = scores.argmax(axis=1)
        least = scores.max(axis=1) - slack * np.sqrt(2 * half.max()) * size
        # Two centroids are equally near to within rounding: the engine's own arithmetic decides.
        near = np.flatnonzero((scores > least[:, None]).sum(axis=1) > 1)
        if len(near):
            exact = z[near] if p is None else dot32(z[near], p)
            code[near] = (dot32(exact, c) - half).argmax(axis=1)
            near_rows += len(near)
        codes.append(code)
    return codes, near_rows


def numbers(column):
    """A column of lists of equal length as a matrix in single precision."""
    flat = column.flatten().to_numpy(zero_copy_only=False)
    return flat.astype(F4, copy=False).reshape(len(column), -1)


def counts_of(batch, books):
    """The counts of a batch of rows: partition, x1, x2, y, count."""
    (codes1, near1), (codes2, near2) = (assign(numbers(batch.column(s)), books[s]) for s in ("x1", "x2"))
    labels = batch.column("y").dictionary_encode()
    y, names = labels.indices.to_numpy(), labels.dictionary
    found = []
    for partition, (a, b) in enumerate(zip(codes1, codes2)):
        k2, ky = len(books["x2"]["centroids"][partition]), len(names)
        counts = np.bincount((a * k2 + b) * ky + y)
        cells = np.flatnonzero(counts)
        pair, label = cells // ky, cells % ky
        found.append((np.full(len(cells), partition), pair // k2, pair % k2, label, counts[cells]))
    partition, x1, x2, y, count = (np.concatenate(column) for column in zip(*found))
    near = np.zeros(len(count), int)
    near[0] = near1 + near2
    return pa.RecordBatch.from_arrays(
        [pa.array(partition, pa.int32()), pa.array(x1, pa.int32()), pa.array(x2, pa.int32()),
         names.take(pa.array(y)), pa.array(count, pa.int64()), pa.array(near, pa.int64())],
        names=["partition", "x1", "x2", "y", "count", "near"])


def main():
    from pyspark.sql import SparkSession, functions as F

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rows", required=True)
    parser.add_argument("--codes", default="codes")
    parser.add_argument("--out", default="counts.parquet")
    args = parser.parse_args()
    spark = (SparkSession.builder.appName("modalens counts")
             .config("spark.sql.execution.arrow.maxRecordsPerBatch", 20_000).getOrCreate())
    books = spark.sparkContext.broadcast({s: read_codebooks(args.codes, s) for s in ("x1", "x2")})
    rows = spark.read.parquet(args.rows).select("x1", "x2", "y")
    label = rows.schema["y"].dataType.simpleString()
    counted = rows.mapInArrow(
        lambda batches: (counts_of(batch, books.value) for batch in batches if batch.num_rows),
        f"partition int, x1 int, x2 int, y {label}, count long, near long")
    counts = (counted.groupBy("partition", "x1", "x2", "y")
              .agg(F.sum("count").alias("count"), F.sum("near").alias("near"))
              .orderBy("partition", "x1", "x2", "y").collect())
    columns = ("partition", "x1", "x2", "y", "count")
    pq.write_table(pa.table({name: [row[name] for row in counts] for name in columns}), args.out)
    print(f"{sum(row['near'] for row in counts)} codes were decided by rounding.")
    spark.stop()


if __name__ == "__main__":
    main()
