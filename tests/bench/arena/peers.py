"""Answers of peers to the problems of the arena, as CSV: dit.csv, cvx.csv, gaussian.csv.

    peers.py DATA SUBMISSIONS SECONDS [PEER ...]      DATA as `modalens arena data DATA` wrote it

dit: the unique information of Bertschinger et al. by dit's cone solver; cvx: the convex model of Liang et
al. (NeurIPS 2023) by cvxpy with SCS. Both answer for the empirical table, of embeddings for that of
scikit-learn's K-means with eight codes a source. gaussian: embeddings alone, taken as jointly Gaussian with
y as indicators, the first eight principal components of each; redundancy is the smaller of both informations
(minimum mutual information, Barrett 2015), which is another definition than that of the truth. Written
here, since no kept package has it.

Each problem has a process of its own, which the system ends after SECONDS of the processor; what is not
answered has no row. Seconds are of the processor, K-means and PCA included, without loading libraries.
"""
import csv
import json
import os
import resource
import sys
import time

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")

import cvxpy as cp
import dit
import numpy as np
from dit.pid import PID_BROJA
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA

CODES = 8
COMPONENTS = 8
ATOMS = ["redundancy", "unique1", "unique2", "synergy"]


def information(table):
    """I of a table of two variables, bits."""
    outer = np.outer(table.sum(1), table.sum(0))
    seen = table > 0
    return float((table[seen] * np.log2(table[seen] / outer[seen])).sum())


def atoms_of(i1, i2, i12, union):
    return [i1 + i2 - union, union - i2, union - i1, i12 - union]


def by_union(table, union):
    joint = table.reshape(-1, table.shape[2])
    return atoms_of(information(table.sum(1)), information(table.sum(0)), information(joint), union(table))


def union_dit(table):
    cells = np.argwhere(table > 0)
    outcomes = [tuple(map(int, cell)) for cell in cells]
    distribution = dit.Distribution(outcomes, list(table[table > 0]))
    unique = PID_BROJA._measure(distribution, ((0,), (1,)), (2,), method="cone")
    return unique[(0,)] + information(table.sum(0))


def union_cvx(table):
    k1, k2, ky = table.shape
    q = [cp.Variable((k1, k2), nonneg=True) for _ in range(ky)]
    total = sum(q)
    entropy = -sum(cp.sum(cp.rel_entr(part, total)) for part in q)
    marginals = [cp.sum(part, axis=1) == table[:, :, y].sum(1) for y, part in enumerate(q)]
    marginals += [cp.sum(part, axis=0) == table[:, :, y].sum(0) for y, part in enumerate(q)]
    problem = cp.Problem(cp.Maximize(entropy), marginals)
    problem.solve(solver=cp.SCS)
    y = table.sum((0, 1))
    return float(-(y[y > 0] * np.log2(y[y > 0])).sum() - problem.value / np.log(2))


def log_det(x):
    return np.linalg.slogdet(np.atleast_2d(np.cov(x, rowvar=False)))[1]


def gaussian_information(x, y):
    return float(log_det(x) + log_det(y) - log_det(np.hstack([x, y]))) / (2 * np.log(2))


def gaussian(x1, x2, y):
    x1, x2 = (PCA(min(COMPONENTS, x.shape[1]), random_state=0).fit_transform(x) for x in (x1, x2))
    labels = np.unique(y)[1:]
    indicators = (y[:, None] == labels).astype(float)
    i1, i2 = gaussian_information(x1, indicators), gaussian_information(x2, indicators)
    i12 = gaussian_information(np.hstack([x1, x2]), indicators)
    return atoms_of(i1, i2, i12, max(i1, i2))


def table_of(columns, counts):
    symbols = [np.unique(column, return_inverse=True)[1] for column in columns]
    table = np.zeros([s.max() + 1 for s in symbols])
    np.add.at(table, tuple(symbols), counts)
    return table / table.sum()


def arrays(folder):
    return [np.load(os.path.join(folder, f"{name}.npy")) for name in ("x1", "x2", "y")]


def counted(data, entry):
    """The empirical table of a problem."""
    path = os.path.join(data, entry["id"])
    if entry["form"] == "counts":
        rows = np.loadtxt(f"{path}.csv", delimiter=",", skiprows=1, dtype=int, ndmin=2)
        return table_of(rows[:, :3].T, rows[:, 3])
    x1, x2, y = arrays(path)
    codes = [KMeans(CODES, n_init=10, random_state=0).fit_predict(x) for x in (x1, x2)]
    return table_of([*codes, y], np.ones(len(y)))


METHODS = {
    "dit": lambda data, entry: by_union(counted(data, entry), union_dit),
    "cvx": lambda data, entry: by_union(counted(data, entry), union_cvx),
    "gaussian": lambda data, entry: gaussian(*arrays(os.path.join(data, entry["id"]))),
}


def answer(write, method, data, entry, limit):
    """In a process of its own: what the method finds, and the processor time."""
    spent = time.process_time()
    resource.setrlimit(resource.RLIMIT_CPU, (int(spent + limit) + 1, int(spent + limit) + 5))
    atoms = [float(bits) for bits in METHODS[method](data, entry)]
    os.write(write, json.dumps([*atoms, time.process_time() - spent]).encode())


def asked(method, data, entry, limit):
    """Atoms and seconds; none where the method fails or runs out of time."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(read)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            answer(write, method, data, entry, limit)
            code = 0
        finally:
            os._exit(code)
    os.close(write)
    with os.fdopen(read) as found:
        text = found.read()
    os.waitpid(child, 0)
    values = json.loads(text) if text else [float("nan")]
    return values if np.isfinite(values).all() else None


def main():
    data, submissions, limit = sys.argv[1], sys.argv[2], float(sys.argv[3])
    with open(os.path.join(data, "manifest.csv"), newline="") as manifest:
        entries = list(csv.DictReader(manifest))
    for method in sys.argv[4:] or METHODS:
        with open(os.path.join(submissions, f"{method}.csv"), "w", newline="") as file:
            out = csv.writer(file, lineterminator="\n")
            out.writerow(["id", *ATOMS, "seconds"])
            for entry in entries:
                if method == "gaussian" and entry["form"] != "embeddings":
                    continue
                values = asked(method, data, entry, limit)
                if values:
                    out.writerow([entry["id"], *(f"{v:.5f}" for v in values[:4]), f"{values[4]:.3f}"])
        print(f"{method} is done", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
