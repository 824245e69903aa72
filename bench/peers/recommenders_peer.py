#!/usr/bin/python3
"""ndcg@10 and recall@10 of well-known recommenders with numpy and scipy, on parts that bench/recommenders.ts writes.

    recommenders_peer.py PARTS.json

Prints one JSON document.
"""
import json
import sys

import numpy as np
import scipy
import scipy.sparse as sparse
from scipy.sparse.linalg import svds

parts = json.load(open(sys.argv[1]))
users, items = parts["users"], parts["items"]
train = np.zeros((users, items))
train[tuple(np.array(parts["train"]).T)] = 1
test = np.zeros((users, items), bool)
test[tuple(np.array(parts["relevant"]).T)] = True
known = (train.sum(axis=0) > 0)[np.newaxis, :] & (train.sum(axis=1) > 0)[:, np.newaxis]


def metrics(scores):
    """Means over the users with a relevant item; ties by ascending item. Scores nearer than rounding are ties, too."""
    discount = 1 / np.log2(np.arange(10) + 2)
    ndcg, recall = [], []
    for user in range(users):
        relevant = np.flatnonzero(test[user])
        if len(relevant) == 0:
            continue
        own = np.where(train[user] > 0, -np.inf, scores[user])
        order = np.lexsort((np.arange(items), -own))[:10]
        order = order[np.isfinite(own[order])]
        hits = test[user, order]
        ndcg.append((hits * discount[: len(order)]).sum() / discount[: min(10, len(relevant))].sum())
        recall.append(hits.sum() / len(relevant))
    return {"ndcg@10": float(np.mean(ndcg)), "recall@10": float(np.mean(recall))}


def popular():
    return np.where((train.sum(axis=0) > 0)[np.newaxis, :], np.tile(train.sum(axis=0), (users, 1)), -np.inf)


def item_knn(neighbours, shrinkage, neighboursOf="history"):
    norms = np.sqrt((train**2).sum(axis=0))
    rows = sparse.csr_matrix(train)
    similarities = (rows.T @ rows).toarray()
    np.fill_diagonal(similarities, 0)
    for item, row in enumerate(similarities):
        row /= norms[item] * norms + shrinkage
        if neighbours is not None:
            order = np.lexsort((np.arange(items), -row))
            row[order[neighbours:]] = 0
    if neighboursOf == "candidate":
        similarities = np.ascontiguousarray(similarities.T)
    scores = rows @ similarities
    return np.where(scores == 0, -np.inf, scores)


def pure_svd(factorCount):
    _, _, right = svds(sparse.csr_matrix(train), k=factorCount, tol=0, maxiter=100000)
    return np.where(known, train @ right.T @ right, -np.inf)


def ease(**given):
    """By the Woodbury identity on the users' side, which is the smaller one here."""
    penalty = given["lambda"]
    gram = np.linalg.inv(train @ train.T + penalty * np.eye(users))
    projected = (train - (train @ train.T) @ (gram @ train)) / penalty
    diagonal = (1 - (train * (gram @ train)).sum(axis=0)) / penalty
    return np.where(known, train - projected / diagonal, -np.inf)


made = {"popular": popular, "item-knn": item_knn, "pure-svd": pure_svd, "ease": ease}
found = {model["name"]: metrics(made[model["source"]](**model["params"])) for model in parts["models"]}
print(json.dumps({"versions": f"numpy {np.__version__}, scipy {scipy.__version__}", "metrics": found}))
