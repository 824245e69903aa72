#!/usr/bin/python3
"""Writes pca.json: principal components by scikit-learn of 60 correlated points in 6 dimensions.

    /usr/bin/python3 test/golden/make-pca.py

Debian's package python3-sklearn. The test reads the JSON file and needs no Python. Signs are ours: the largest entry of an axis by magnitude is positive.
"""
import json
import pathlib

import numpy as np
import sklearn
from sklearn.decomposition import PCA

rng = np.random.RandomState(3)
points = rng.randn(60, 3) @ rng.randn(3, 6) + 0.2 * rng.randn(60, 6) + np.arange(6)
points = np.round(points, 3).astype(np.float32)
pca = PCA(n_components=3, svd_solver="full").fit(points.astype(np.float64))
signs = np.array([np.sign(axis[np.argmax(np.abs(axis))]) for axis in pca.components_])
content = {
    "source": f"scikit-learn {sklearn.__version__}, numpy {np.__version__}, test/golden/make-pca.py",
    "dimensions": 6,
    "vectors": [round(float(value), 3) for value in points.ravel()],
    "axes": (pca.components_ * signs[:, None]).round(9).ravel().tolist(),
    "explainedVarianceFractions": pca.explained_variance_ratio_.round(9).tolist(),
    "coordinates": (pca.transform(points.astype(np.float64)) * signs).round(6).ravel().tolist(),
}
pathlib.Path(__file__).with_name("pca.json").write_text(json.dumps(content) + "\n")
