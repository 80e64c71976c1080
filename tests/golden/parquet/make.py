"""Parquet files by their usual writers: python make.py, with pandas 3.0, pyarrow 25 and polars 1.42.

Of 240 samples: image (6 numbers a list), text (4 numbers a list, half precision in one file), label, answer, group.
"""

import pathlib

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

here = pathlib.Path(__file__).parent
rng = np.random.default_rng(7)
n = 240
a, b = rng.integers(0, 2, n), rng.integers(0, 2, n)
image = (rng.normal(size=(n, 6)) * 0.1 + np.outer(a, np.ones(6)) * 2).astype(np.float32)
text = (rng.normal(size=(n, 4)) * 0.1 + np.outer(b, np.ones(4)) * 2).astype(np.float32)
label = a + b
answer = np.array(["none", "one", "both"])[label]

frame = pd.DataFrame(
    {
        "id": [f"q{i}" for i in range(n)],
        "image": list(image),
        "text": list(text),
        "label": label,
        "answer": answer,
        "group": pd.Categorical(np.where(np.arange(n) % 2, "web", "book")),
    }
)
frame.to_parquet(here / "pandas.parquet")
frame[["image", "text", "label"]].to_parquet(here / "groups.parquet", row_group_size=64, compression="gzip")
pl.from_pandas(frame[["id", "answer", "group"]]).with_columns(
    pl.Series("image", image, dtype=pl.Array(pl.Float32, 6)), pl.Series("text", text, dtype=pl.Array(pl.Float32, 4))
).write_parquet(here / "polars.parquet", compression="zstd")
half = pa.FixedSizeListArray.from_arrays(pa.array(text.astype(np.float16).ravel()), 4)
pq.write_table(pa.table({"emb": half}), here / "half.parquet", compression="none")
pd.DataFrame(image, columns=[f"emb_{i}" for i in range(6)]).assign(id=frame.id, label=label).to_parquet(
    here / "wide.parquet"
)
counts = frame.groupby([a, b, "label"], observed=True).size().reset_index(name="count")
counts.columns = ["x1", "x2", "y", "count"]
counts.to_parquet(here / "counts.parquet", index=False)
frame[["image"]].to_parquet(here / "brotli.parquet", compression="brotli")
pd.DataFrame({"image": [[1.0, 2.0], [3.0]], "label": [0, 1]}).to_parquet(here / "ragged.parquet")
np.save(here / "image.npy", image)
np.save(here / "text.npy", text)
np.save(here / "label.npy", label)
