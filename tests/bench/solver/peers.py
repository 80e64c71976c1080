"""One peer on one problem: prints CPU seconds and the union information in bits.

    peers.py <problems.jsonl> <name of the problem> cone | admui | scipy | cvx | prototype <CPU seconds>

The limit is of CPU time, so that a busy machine does not look like a slow peer; the system ends a
process beyond it by SIGXCPU.

cone, admui and scipy are dit's solvers of the same definition; cvx is the convex model of Liang et al.
(NeurIPS 2023) written anew: maximise H_Q(Y|X1,X2) over Q with the two pairwise marginals.
"""
import json
import os
import resource
import sys
import time

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")

import numpy as np


def information(pair):
    p = pair[pair > 0]
    outer = np.outer(pair.sum(1), pair.sum(0))[pair > 0]
    return float((p * np.log2(p / outer)).sum())


def by_dit(method):
    import dit
    from dit.pid import PID_BROJA

    def solve(cells, p, p2):
        outcomes = [tuple(map(int, cell)) for cell in cells]
        distribution = dit.Distribution(outcomes, list(p))
        begin = time.process_time()
        unique = PID_BROJA._measure(distribution, ((0,), (1,)), (2,), method=method)
        return time.process_time() - begin, unique[(0,)] + information(p2)

    return solve


def by_prototype():
    sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "prototype"))
    import hybrid

    def solve(cells, p, p2):
        table = np.zeros(cells.max(0) + 1)
        table[tuple(cells.T)] = p
        found = hybrid.solve(table, tol=1e-6)
        return found["t"], (found["lb"] + found["ub"]) / 2

    return solve


def by_cvx():
    import cvxpy as cp

    def solve(cells, p, p2):
        size = cells.max(0) + 1
        table = np.zeros(size)
        table[tuple(cells.T)] = p
        begin = time.process_time()
        q = [cp.Variable((int(size[0]), int(size[1])), nonneg=True) for _ in range(size[2])]
        total = sum(q)
        entropy = -sum(cp.sum(cp.rel_entr(slice_, total)) for slice_ in q)
        marginals = [cp.sum(s, axis=1) == table[:, :, y].sum(1) for y, s in enumerate(q)]
        marginals += [cp.sum(s, axis=0) == table[:, :, y].sum(0) for y, s in enumerate(q)]
        problem = cp.Problem(cp.Maximize(entropy), marginals)
        problem.solve(solver=cp.SCS)
        y = table.sum((0, 1))
        found = -(y[y > 0] * np.log2(y[y > 0])).sum() - problem.value / np.log(2)
        return time.process_time() - begin, float(found)

    return solve


def main():
    path, name, method, limit = sys.argv[1:]
    problem = next(p for p in map(json.loads, open(path)) if p["name"] == name)
    table = np.array(problem["cells"])
    own = {"cvx": by_cvx, "prototype": by_prototype}
    solve = own[method]() if method in own else by_dit(method)
    mass = table[:, 3] / table[:, 3].sum()
    spent = int(time.process_time())
    resource.setrlimit(resource.RLIMIT_CPU, (spent + int(limit), spent + int(limit) + 5))
    seconds, union = solve(table[:, :3].astype(int), mass, np.array(problem["p2"]))
    print(json.dumps({"seconds": seconds, "union": union}))


if __name__ == "__main__":
    main()
