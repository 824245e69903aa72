#!/usr/bin/python3
"""scikit-learn's TruncatedSVD on a sparse matrix read from files, timed, with converged singular values beside it.

    svd_peer.py FOLDER ROWS COLUMNS RANK ROUNDS

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

folder, rows, columns, rank, rounds = sys.argv[1], *map(int, sys.argv[2:6])
offsets = np.fromfile(f"{folder}/offsets.bin", np.int32)
indices = np.fromfile(f"{folder}/indices.bin", np.int32)
matrix = csr_matrix((np.ones(len(indices)), indices, offsets), (rows, columns))

milliseconds = []
for seed in range(rounds):
    started = time.perf_counter()
    model = TruncatedSVD(rank, random_state=seed)
    model.fit_transform(matrix)
    milliseconds.append(1000 * (time.perf_counter() - started))

converged = np.sort(svds(matrix, k=rank, tol=1e-10, return_singular_vectors=False))[::-1]
print(
    json.dumps(
        {
            "milliseconds": milliseconds,
            "singularValues": model.singular_values_.tolist(),
            "converged": converged.tolist(),
            "versions": f"scikit-learn {sklearn.__version__}, scipy {scipy.__version__}, numpy {np.__version__}",
        }
    )
)
