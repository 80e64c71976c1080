"""Embeddings without clusters as float16 .npy files, and labels: `python data.py FOLDER n d`.

Two views of six latent numbers, of which each sees four, through a random layer of 64; spectra fall as powers.
"""

import pathlib
import sys

import numpy as np

HIDDEN = 64
BLOCK = 4096


def view(rng, latent, d):
    first, second = rng.normal(size=(4, HIDDEN)), rng.normal(size=(HIDDEN, d))
    rank = np.arange(1, d + 1)
    values = np.empty((len(latent), d), np.float16)
    for start in range(0, len(latent), BLOCK):
        hidden = np.tanh(0.7 * latent[start : start + BLOCK] @ first)
        noise = rng.normal(size=(len(hidden), d))
        values[start : start + BLOCK] = (hidden @ second) * rank**-0.7 + 0.3 * noise * rank**-0.5
    return values


def main(folder, n, d):
    folder, n, d = pathlib.Path(folder), int(n), int(d)
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(1)
    s = rng.normal(size=(n, 6))
    np.save(folder / "x1.npy", view(rng, s[:, [0, 1, 2, 3]], d))
    np.save(folder / "x2.npy", view(rng, s[:, [0, 1, 4, 5]], d))
    level = s[:, 0] + 0.8 * s[:, 2] + 0.5 * s[:, 4]
    above = s[:, 1] + s[:, 3] * s[:, 5] > 0
    y = 2 * ((level > -0.6).astype(int) + (level > 0.6)) + above
    np.save(folder / "y.npy", y.astype(np.int32))


main(*sys.argv[1:])
