"""Writes the problems of the solver bench as JSON: sizes and [x1, x2, y, mass] cells.

Gates, Dirichlet tables, K-means counts of three views of a common latent, small Ky, nearly
deterministic tables. Everything is seeded. Usage: problems.py <output.json> [--quick | --large | --random]

--large writes those of 256 x 256 x 256, 512 x 512 x 512 and 1024 x 1024 x 10 alone; --random 480 tables of four kinds and random sizes,
of few y, on which it is counted whether any is missed. "first phase" in a name asks for the
accelerated scheme without the Newton phase.
"""
import json
import sys

import numpy as np
from sklearn.cluster import KMeans


def dirichlet(shape, alpha, seed):
    rng = np.random.default_rng(seed)
    p = rng.gamma(alpha, size=shape) + 1e-12
    return p / p.sum()


def kmeans_counts(k, ky, n, seed):
    """Codes of three views: x1 and x2 share two of five latents, y sees a sum and a product."""
    rng = np.random.default_rng(seed)
    shared, own1, own2 = (rng.normal(size=(n, 2)) for _ in range(3))

    def view(parts):
        latent = np.hstack(parts)
        mixing = rng.normal(size=(latent.shape[1], 16))
        return latent @ mixing + 0.5 * rng.normal(size=(n, 16))

    views = [
        (view([shared, own1]), k),
        (view([shared, own2]), k),
        (view([shared, own1[:, :1] + own2[:, :1], own1[:, 1:] * own2[:, 1:]]), ky),
    ]
    codes = [KMeans(size, n_init=1, max_iter=50, random_state=seed).fit_predict(x) for x, size in views]
    p = np.zeros((k, k, ky))
    np.add.at(p, tuple(codes), 1)
    return p


def near_deterministic(k, seed):
    """y is almost a function of the sources."""
    rng = np.random.default_rng(seed)
    p = 1e-4 * rng.random((k, k, k)) / k
    y = rng.integers(k, size=(k, k))
    p[np.arange(k)[:, None], np.arange(k), y] += rng.random((k, k))
    return p


def gate(rule, sizes):
    p = np.zeros(sizes)
    for a in range(sizes[0]):
        for b in range(sizes[1]):
            p[a, b, rule(a, b)] += 1
    return p


def ranks(x, k):
    return np.minimum(x.argsort().argsort() * k // len(x), k - 1)


def random_table(kind, k1, k2, ky, rng):
    if kind == "dense":
        return rng.gamma(10 ** rng.uniform(-1.5, 1), size=(k1, k2, ky)) + 1e-15
    if kind == "quantiles":
        n, p = int(10 ** rng.uniform(2, 4.5)), np.zeros((k1, k2, ky))
        a = rng.normal(size=n)
        b = a * rng.uniform(0, 1) + rng.normal(size=n)
        y = a + b + rng.normal(size=n) * 10 ** rng.uniform(-1, 1)
        np.add.at(p, (ranks(a, k1), ranks(b, k2), ranks(y, ky)), 1)
        return p
    if kind == "nearly deterministic":
        p = 10 ** rng.uniform(-6, -2) * rng.random((k1, k2, ky))
        y = rng.integers(ky, size=(k1, k2))
        p[np.arange(k1)[:, None], np.arange(k2), y] += rng.random((k1, k2))
        return p
    p = rng.gamma(0.3, size=(k1, k2))[:, :, None] * rng.gamma(10 ** rng.uniform(-1.5, 0.5), size=(k1, k2, ky))
    return p * (rng.random(p.shape) < 10 ** rng.uniform(-1.5, 0))


def random_problems():
    kinds = ("dense", "quantiles", "nearly deterministic", "sparse")
    for seed, count, sizes, most_y in ((5, 400, (8, 100), 9), (7, 80, (60, 260), 4)):
        rng = np.random.default_rng(seed)
        for i in range(count):
            (k1, k2), ky, kind = rng.integers(*sizes, 2), int(rng.integers(2, most_y)), kinds[i % 4]
            p = random_table(kind, k1, k2, ky, rng)
            yield f"{kind} {k1}x{k2}x{ky} #{i}", lambda p=p: p


def problems():
    yield "AND", lambda: gate(lambda a, b: a & b, (2, 2, 2))
    yield "XOR", lambda: gate(lambda a, b: a ^ b, (2, 2, 2))
    yield "SUM", lambda: gate(lambda a, b: a + b, (2, 2, 3))
    for k in (8, 16, 32, 64, 128, 256):
        yield f"dirichlet {k}", lambda k=k: dirichlet((k, k, k), 1.0, 1)
    for k, n in ((16, 1000), (32, 1000), (64, 1000), (16, 10000), (32, 10000), (64, 10000), (128, 10000), (256, 10000)):
        yield f"kmeans {k} n={n}", lambda k=k, n=n: kmeans_counts(k, k, n, 1)
    for seed in range(3):
        yield f"kmeans 32x32x4 n=3000 #{seed}", lambda seed=seed: kmeans_counts(32, 4, 3000, seed)
    yield "dense 64x64x2", lambda: dirichlet((64, 64, 2), 1.0, 1)
    yield "dense 64x64x2, first phase alone", lambda: dirichlet((64, 64, 2), 1.0, 1)
    yield "dense 64x64x10", lambda: dirichlet((64, 64, 10), 1.0, 1)
    yield "dense 256x256x2", lambda: dirichlet((256, 256, 2), 1.0, 1)
    yield "near-deterministic 8", lambda: near_deterministic(8, 1)


def large_problems():
    yield "dirichlet 256", lambda: dirichlet((256, 256, 256), 1.0, 1)
    yield "kmeans 256 n=10000", lambda: kmeans_counts(256, 256, 10_000, 1)
    yield "dirichlet 512", lambda: dirichlet((512, 512, 512), 1.0, 1)
    yield "kmeans 512 n=100000", lambda: kmeans_counts(512, 512, 100_000, 1)
    yield "dense 1024x1024x10", lambda: dirichlet((1024, 1024, 10), 1.0, 1)
    yield "kmeans 1024x1024x10 n=100000", lambda: kmeans_counts(1024, 10, 100_000, 1)


def main():
    skip = {"dirichlet 256", "dirichlet 128"} if "--quick" in sys.argv else set()
    kinds = {"--random": random_problems, "--large": large_problems}
    asked = [kinds[flag] for flag in sys.argv[2:] if flag in kinds] or [problems]
    with open(sys.argv[1], "w") as out:
        for name, make in asked[0]():
            if name in skip:
                continue
            p = make()
            # The bound depends on the pairwise tables alone, and a large table stays a small file.
            pair1, pair2 = p.sum(1) / p.sum(), p.sum(0) / p.sum()
            full = "alone" not in name and "--random" not in sys.argv and (p.size <= 300_000 or np.count_nonzero(p) <= 20_000)
            cells = [[*map(int, cell), float(p[tuple(cell)])] for cell in np.argwhere(p)] if full else None
            json.dump({"name": name, "sizes": p.shape, "p1": pair1.tolist(), "p2": pair2.tolist(), "second_phase": "alone" not in name, "cells": cells}, out)
            out.write("\n")


if __name__ == "__main__":
    main()
