"""Counts of the codes that `modalens assign` wrote, against counts of other engines.

python compare.py X1_CODES.npy X2_CODES.npy Y.npy COUNTS.parquet [COUNTS.parquet ...]

Prints for each file in how many samples its counts differ, over all partitions.
"""

import json
import sys

import numpy as np
import pyarrow.parquet as pq

x1, x2, y = (np.load(path, mmap_mode="r") for path in sys.argv[1:4])
x1, x2 = (codes.reshape(len(codes), -1) for codes in (x1, x2))  # (n,) of one partition
labels, y = np.unique(y, return_inverse=True)
rows, partitions = x1.shape
k1, k2 = (int(codes.max()) + 1 for codes in (x1, x2))
cells = lambda p: (x1[:rows, p].astype(int) * k2 + x2[:rows, p]) * len(labels) + y[:rows]
own = np.stack([np.bincount(cells(p), minlength=k1 * k2 * len(labels)) for p in range(partitions)])
found = []
for path in sys.argv[4:]:
    counts = np.zeros_like(own)
    for row in pq.read_table(path).to_pylist():
        label = int(np.searchsorted(labels, row["y"]))
        counts[row["partition"], (row["x1"] * k2 + row["x2"]) * len(labels) + label] += row["count"]
    found.append({"samples": int(counts[0].sum()), "differences": int(np.abs(counts - own).sum()) // 2})
print(json.dumps({"rows": rows, "partitions": partitions, "found": found}))
