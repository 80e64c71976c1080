"""The same analysis by scikit-learn and dit, processor seconds on one thread: `python peers.py PLAN.json`.

PLAN.json: files, the numbers of K-means runs by K, codes of the tables to solve and how many. K-means is
fitted on as many samples as Modalens fits on, from a greedy k-means++ of its own, and assigns all samples once
for every fit that is kept. One run of each K is measured, and one table; both times their number.
"""

import json
import os
import sys
import time

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")

import numpy as np
from sklearn.cluster import KMeans

FITTED = 16_384


def seconds(work):
    start = time.process_time()
    done = work()
    return time.process_time() - start, done


def prepared(path):
    x = np.load(path).astype(np.float32)
    x /= np.linalg.norm(x, axis=1, keepdims=True)
    return x - x.mean(axis=0)


def solve(table):
    import dit
    from dit.pid import PID_BROJA

    cells = np.argwhere(table > 0)
    outcomes = [tuple(map(int, cell)) for cell in cells]
    distribution = dit.Distribution(outcomes, list(table[table > 0]))
    return seconds(lambda: PID_BROJA._measure(distribution, ((0,), (1,)), (2,), method="cone"))[0]


def main(plan):
    loading, sources = seconds(lambda: [prepared(path) for path in plan["files"][:2]])
    y = np.load(plan["files"][2]).ravel()
    kmeans, codes = 0.0, {}
    for x_at, x in enumerate(sources):
        draw = np.random.default_rng(7).permutation(len(x))[:FITTED]
        for k, (runs, kept) in plan["fits"].items():
            one, model = seconds(lambda: KMeans(int(k), n_init=1, random_state=7).fit(x[draw]))
            all_samples, codes[x_at, k] = seconds(lambda: model.predict(x))
            kmeans += runs * one + (kept * all_samples if len(x) > FITTED else 0)
    table = np.zeros((plan["k"], plan["k"], int(y.max()) + 1))
    np.add.at(table, (codes[0, str(plan["k"])], codes[1, str(plan["k"])], y.astype(int)), 1 / len(y))
    result = {"read and prepare": loading, "kmeans": kmeans}
    print(json.dumps(result), flush=True)
    result["solve"] = plan["tables"] * solve(table)
    print(json.dumps(result))


with open(sys.argv[1]) as file:
    main(json.load(file))
