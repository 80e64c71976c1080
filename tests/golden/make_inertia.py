"""Writes tests/golden/inertia.json: inertias and iterations of scikit-learn's K-means (Lloyd, float32) from
given samples as start.

    python -m venv venv && venv/bin/pip install numpy scikit-learn
    venv/bin/python tests/golden/make_inertia.py
"""

import json
import pathlib

import numpy as np
from sklearn.cluster import KMeans

HERE = pathlib.Path(__file__).parent


def made(n, d, groups):
    """Samples that the test makes again: integers over 64, so that they are exact in float32."""
    state = np.uint64(12345)
    values = np.empty(n * d + groups * d, dtype=np.int64)
    for i in range(len(values)):
        state = (int(state) * 6364136223846793005 + 1442695040888963407) % 2**64
        values[i] = (state >> 33) % 256
    centres = values[: groups * d].reshape(groups, d)
    noise = values[groups * d :].reshape(n, d)
    return ((centres[np.arange(n) % groups] + noise) / 64.0).astype(np.float32)


def run(samples, start):
    data = samples.astype(np.float32)
    model = KMeans(len(start), init=data[start], n_init=1, algorithm="lloyd", tol=1e-4, max_iter=300).fit(data)
    # In double precision, of the codes and centroids that it returned.
    centroids = model.cluster_centers_.astype(np.float64)
    inertia = ((data.astype(np.float64) - centroids[model.labels_]) ** 2).sum()
    return {"start": [int(i) for i in start], "inertia": inertia, "iterations": model.n_iter_}


def cases():
    rng = np.random.default_rng(7)
    for half in ["top", "bottom"]:
        samples = np.load(HERE / "digits" / f"{half}.npy")
        # Pixels are whole numbers: with many centroids there are exact ties, and where a tie is broken by
        # the last bit two right implementations part.
        for k in [2, 10, 16]:
            start = rng.choice(len(samples), k, replace=False)
            yield {"data": half, **run(samples, start)}
    for n, d, groups, k in [(900, 70, 12, 12), (900, 70, 12, 31), (500, 1100, 8, 16), (300, 1700, 5, 7)]:
        start = rng.choice(n, k, replace=False)
        yield {"data": [n, d, groups], **run(made(n, d, groups), start)}


(HERE / "inertia.json").write_text(json.dumps(list(cases())) + "\n")
