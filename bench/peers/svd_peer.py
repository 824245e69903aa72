#!/usr/bin/python3
"""scikit-learn's TruncatedSVD on a sparse matrix read from files, timed, with converged singular values beside it.

    svd_peer.py FOLDER ROWS COLUMNS RANK ROUNDS SCORED_USERS

FOLDER has offsets.bin and indices.bin (int32, compressed rows); all values are 1. Prints one JSON document.
"""
import json
import sys
import time

import numpy as np
import scipy
import sklearn
from scipy.sparse import csr_matrix
from scipy.sparse.linalg import svds
from sklearn.decomposition import TruncatedSVD

folder, rows, columns, rank, rounds, scored = sys.argv[1], *map(int, sys.argv[2:7])
offsets = np.fromfile(f"{folder}/offsets.bin", np.int32)
indices = np.fromfile(f"{folder}/indices.bin", np.int32)
matrix = csr_matrix((np.ones(len(indices)), indices, offsets), (rows, columns))

milliseconds = []
for seed in range(rounds):
    started = time.perf_counter()
    model = TruncatedSVD(rank, random_state=seed)
    model.fit_transform(matrix)
    milliseconds.append(1000 * (time.perf_counter() - started))

_, converged, right = svds(matrix, k=rank, tol=1e-12)
converged = np.sort(converged)[::-1]
# A V Vᵀ: signs and order of the vectors do not matter.
scores = matrix[:scored] @ right.T @ right
peer_scores = matrix[:scored] @ model.components_.T @ model.components_
print(
    json.dumps(
        {
            "milliseconds": milliseconds,
            "singularValues": model.singular_values_.tolist(),
            "converged": converged.tolist(),
            "scores": scores.ravel().tolist(),
            "worstScoreError": float(np.abs(peer_scores - scores).max()),
            "versions": f"scikit-learn {sklearn.__version__}, scipy {scipy.__version__}, numpy {np.__version__}",
        }
    )
)
