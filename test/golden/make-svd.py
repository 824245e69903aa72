#!/usr/bin/python3
"""Writes the golden fixture of the truncated SVD with scipy's converged solvers.

    /usr/bin/python3 test/golden/make-svd.py

Debian's packages python3-scipy and python3-sklearn. The test reads the JSON file and needs no Python.
"""
import json
import pathlib

import numpy as np
import scipy
import scipy.sparse as sparse
import sklearn
from scipy.sparse.linalg import svds
from sklearn.decomposition import TruncatedSVD

here = pathlib.Path(__file__).parent
rng = np.random.default_rng(20240517)


def ratings(rows, columns, entries, communities):
    """Half-star ratings with communities and uneven popularity, as in a recommender's log."""
    row = rng.choice(rows, entries, p=rng.dirichlet(np.full(rows, 0.8)))
    popularity = 1 / np.arange(1, columns + 1) ** 0.7
    column = np.empty(entries, int)
    for i, r in enumerate(row):
        own = np.where(np.arange(columns) % communities == r % communities, 4.0, 1.0) * popularity
        column[i] = rng.choice(columns, p=own / own.sum())
    matrix = sparse.csr_matrix((rng.integers(1, 11, entries) / 2, (row, column)), (rows, columns))
    matrix.data = np.minimum(matrix.data, 5.0)
    return matrix


def case(name, matrix, rank):
    left, values, right = svds(matrix.astype(float), k=rank, tol=0, maxiter=100000)
    order = np.argsort(-values)
    left, values, right = left[:, order], values[order], right[order]
    if matrix.shape[0] * matrix.shape[1] < 1e6:
        assert np.allclose(values, np.linalg.svd(matrix.toarray(), compute_uv=False)[:rank], rtol=1e-9)
    signs = np.sign(right[np.arange(rank), np.abs(right).argmax(axis=1)])
    fitted = TruncatedSVD(rank, algorithm="arpack").fit(matrix.astype(float))
    assert np.allclose(fitted.singular_values_, values, rtol=1e-9)
    entries = matrix.tocoo()
    users = rng.choice(matrix.shape[0], 5, replace=False)
    items = rng.choice(matrix.shape[1], 12, replace=False)
    scores = (left[users] * values) @ right[:, items]
    return {
        "name": name,
        "rows": matrix.shape[0],
        "columns": matrix.shape[1],
        "entries": {"row": entries.row.tolist(), "column": entries.col.tolist(), "value": entries.data.tolist()},
        "rank": rank,
        "singularValues": values.tolist(),
        "scores": {"users": users.tolist(), "items": items.tolist(), "values": np.round(scores, 12).tolist()},
        "firstItemVector": np.round(right[0] * signs[0], 12).tolist(),
        "squaredNorm": float((matrix.data**2).sum()),
    }


document = {
    "program": f"scipy {scipy.__version__} svds (ARPACK), scikit-learn {sklearn.__version__} TruncatedSVD(arpack), numpy {np.__version__}",
    "script": "test/golden/make-svd.py",
    "cases": [
        case("more items than users", ratings(60, 90, 900, 4), 8),
        case("more users than items", ratings(150, 40, 1800, 3), 10),
        case("a flat spectrum", sparse.random(200, 300, 0.02, random_state=5, data_rvs=lambda n: np.ones(n)).tocsr(), 12),
    ],
}
(here / "svd.json").write_text(json.dumps(document) + "\n")
