"""Makes the bench's samples and starts: embedding-like and isotropic, float32, seeded.

Embedding-like: groups of unequal size on a spectrum that falls off as a power of the rank, as hidden
states have, then L2-normalised. Isotropic: equal Gaussian groups, the weak case of bounds.

    python data.py FOLDER n d K embedding|isotropic
"""

import pathlib
import sys

import numpy as np


def embedding(rng, n, d):
    rank = np.arange(1, d + 1)
    scale = rank**-0.6
    groups = 120
    sizes = rng.dirichlet(1.0 / np.arange(1, groups + 1) ** 0.5 * 4)
    member = rng.choice(groups, n, p=sizes)
    centres = rng.normal(size=(groups, d)) * scale
    x = centres[member] + 0.7 * rng.normal(size=(n, d)) * scale
    # A rotation cheap at any dimension: signs and a shuffled Hartley transform.
    x = np.fft.fft(x * rng.choice([-1, 1], d), axis=1)
    x = x.real + x.imag
    return x / np.linalg.norm(x, axis=1, keepdims=True)


def isotropic(rng, n, d, k):
    return 1.5 * rng.normal(size=(k, d))[rng.integers(0, k, n)] + rng.normal(size=(n, d))


def main(folder, n, d, k, kind):
    n, d, k = int(n), int(d), int(k)
    rng = np.random.default_rng(11)
    x = embedding(rng, n, d) if kind == "embedding" else isotropic(rng, n, d, k)
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{kind}-{n}x{d}x{k}"
    np.save(folder / f"{name}.npy", x.astype(np.float32))
    np.save(folder / f"{name}-start.npy", rng.choice(n, k, replace=False).astype(np.uint32))


main(*sys.argv[1:])
