"""One case with scikit-learn and faiss, one thread, processor time, the same start:
`python peers.py SAMPLES.npy START.npy ITERATIONS`."""

import json
import sys
import time
import warnings

import numpy as np
from sklearn.cluster import KMeans

samples, start = np.load(sys.argv[1]), np.load(sys.argv[2])
centres = samples[start]
times = 1 if samples.size > 4e7 else 3


def least(run):
    best = float("inf")
    for _ in range(times):
        begin = time.process_time()
        found = run()
        best = min(best, time.process_time() - begin)
    return best, found


def sklearn():
    return KMeans(len(start), init=centres, n_init=1, algorithm="lloyd", tol=1e-4).fit(samples)


seconds, model = least(sklearn)
result = {"sklearn": {"seconds": seconds, "inertia": float(model.inertia_), "iterations": int(model.n_iter_)}}
try:
    import faiss

    faiss.omp_set_num_threads(1)
    warnings.simplefilter("ignore")

    def run():
        model = faiss.Kmeans(samples.shape[1], len(start), niter=int(sys.argv[3]), max_points_per_centroid=10**9)
        model.train(samples, init_centroids=centres)
        return model

    seconds, model = least(run)
    result["faiss"] = {"seconds": seconds, "inertia": float(model.obj[-1])}
except ImportError:
    pass
print(json.dumps(result))
