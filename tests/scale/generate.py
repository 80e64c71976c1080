"""Rows of two modalities and a label, seeded: Parquet in pieces (float32), the same as .npy (float16).

python generate.py FOLDER ROWS

What the label is depends on both modalities: a part that they share, one that only x1 has, and one that
needs both. Each piece has a stream of its own, so that the first pieces are those of a smaller set.
"""

import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

PIECE = 500_000
FEATURES = 16
CLUSTERS = 12


def piece(number, rows, centres):
    """x1, x2, y of one piece."""
    rng = np.random.default_rng([3, number])
    shared, own = rng.integers(0, CLUSTERS, rows), rng.integers(0, CLUSTERS, rows)
    other = np.where(rng.random(rows) < 0.5, shared, own)
    noise = lambda: rng.standard_normal((rows, FEATURES), dtype=np.float32)
    y = (shared % 4) ^ (own % 2)
    half = lambda x: x.astype(np.float16)
    return half(centres[0][shared] + noise()), half(centres[1][other] + noise()), y.astype(np.int32)


def main():
    folder, rows = Path(sys.argv[1]), int(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    centres = np.random.default_rng(7).normal(size=(2, CLUSTERS, FEATURES)).astype(np.float32)
    whole = {name: np.lib.format.open_memmap(folder / f"{name}.npy", "w+", dtype, shape)
             for name, dtype, shape in [("x1", "<f2", (rows, FEATURES)), ("x2", "<f2", (rows, FEATURES)),
                                        ("y", "<i4", (rows,))]}
    lists = lambda x: pa.FixedSizeListArray.from_arrays(pa.array(x.astype(np.float32).ravel()), FEATURES)
    for number, start in enumerate(range(0, rows, PIECE)):
        x1, x2, y = piece(number, min(PIECE, rows - start), centres)
        table = pa.table({"x1": lists(x1), "x2": lists(x2), "y": y})
        pq.write_table(table, folder / f"rows-{number:03}.parquet", compression="none", use_dictionary=False)
        for name, array in [("x1", x1), ("x2", x2), ("y", y)]:
            np.save(folder / f"{name}-{number:03}.npy", array)
            whole[name][start:start + len(array)] = array


if __name__ == "__main__":
    main()
