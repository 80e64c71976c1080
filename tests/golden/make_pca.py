"""Writes tests/golden/pca.json: what scikit-learn's PCA makes of the digits.

    python -m venv venv && venv/bin/pip install numpy scikit-learn
    venv/bin/python tests/golden/make_pca.py
"""

import json
import pathlib

import numpy as np
from sklearn.decomposition import PCA

HERE = pathlib.Path(__file__).parent
samples = np.load(HERE / "digits" / "top.npy").astype(np.float64)
cases = []
for wanted in [1, 5, 12, 32]:
    model = PCA(wanted, svd_solver="full").fit(samples)
    # Variances with n, not n - 1.
    variances = model.explained_variance_ * (len(samples) - 1) / len(samples)
    cases.append({
        "wanted": wanted,
        "share": float(model.explained_variance_ratio_.sum()),
        "variances": variances.tolist(),
        "first_sample": np.abs(model.transform(samples[:1]))[0].tolist(),
    })
(HERE / "pca.json").write_text(json.dumps(cases) + "\n")
