#!/usr/bin/python3
"""Writes the golden fixture of the recommenders: the same generated log as the test makes, scored with numpy and scipy.

    /usr/bin/python3 test/golden/make-recommenders.py

Debian's packages python3-numpy and python3-scipy. The test reads the JSON file and needs no Python.
"""
import json
import pathlib

import numpy as np
import scipy
import scipy.sparse as sparse
from scipy.sparse.linalg import svds

here = pathlib.Path(__file__).parent
USERS, ITEMS, DRAWS, RANK, LAMBDA, NEIGHBOURS, SHRINKAGE = 300, 900, 16_000, 20, 50.0, 15, 5.0


def generated_log():
    """Pairs (user, item) in the order drawn, first ones kept: integer arithmetic, so that every language gives the same."""
    state = 12345

    def below(limit):
        nonlocal state
        state = state * 48271 % 2147483647
        return state % limit

    pairs = {}
    for _ in range(DRAWS):
        user = below(USERS) * below(USERS) // USERS
        popular = below(ITEMS) * below(ITEMS) // ITEMS * below(ITEMS) // ITEMS
        community = popular // 10 * 10 + user % 10 if below(3) else popular
        pairs.setdefault((user, min(community, ITEMS - 1)), len(pairs))
    return list(pairs)


def metrics(scores, train, test):
    """ndcg@10 and recall@10 over the users with a test item; seen items left out, ties by ascending item."""
    discount = 1 / np.log2(np.arange(10) + 2)
    ndcg, recall = [], []
    for user in range(USERS):
        relevant = np.flatnonzero(test[user])
        if len(relevant) == 0:
            continue
        own = np.where(train[user] > 0, -np.inf, scores[user])
        order = np.lexsort((np.arange(ITEMS), -own))[:10]
        order = order[np.isfinite(own[order])]
        hits = np.isin(order, relevant)
        ndcg.append((hits * discount[: len(order)]).sum() / discount[: min(10, len(relevant))].sum())
        recall.append(hits.sum() / len(relevant))
    return {"users": len(ndcg), "ndcg@10": float(np.mean(ndcg)), "recall@10": float(np.mean(recall))}


def nearest(similarities, limit):
    """Row i keeps its `limit` largest entries, ties by ascending column."""
    kept = np.zeros_like(similarities)
    for i, row in enumerate(similarities):
        order = np.lexsort((np.arange(len(row)), -row))[:limit]
        kept[i, order] = row[order]
    return kept


pairs = generated_log()
train = np.zeros((USERS, ITEMS))
test = np.zeros((USERS, ITEMS))
for index, (user, item) in enumerate(pairs):
    (test if index % 5 == 4 else train)[user, item] = 1

norms = np.sqrt((train**2).sum(axis=0))
similarities = train.T @ train / (np.outer(norms, norms) + SHRINKAGE)
np.fill_diagonal(similarities, 0)
kept = nearest(similarities, NEIGHBOURS)
nothing = lambda scores: np.where(scores == 0, -np.inf, scores)

inverse = np.linalg.inv(train.T @ train + LAMBDA * np.eye(ITEMS))
weights = -inverse / np.diag(inverse)
np.fill_diagonal(weights, 0)

_, values, right = svds(sparse.csr_matrix(train), k=RANK, tol=0, maxiter=100000)
# Items without a training user and users without history are unknown to both models.
known = (train.sum(axis=0) > 0)[np.newaxis, :] & (train.sum(axis=1) > 0)[:, np.newaxis]
ease = np.where(known, train @ weights, -np.inf)
latent = np.where(known, train @ right.T @ right, -np.inf)

models = {
    "popular": ("popular", {}, np.tile(train.sum(axis=0), (USERS, 1))),
    "item-knn, all neighbours": ("item-knn", {"neighbours": None, "shrinkage": SHRINKAGE}, nothing(train @ similarities)),
    "item-knn, of the history": (
        "item-knn",
        {"neighbours": NEIGHBOURS, "neighboursOf": "history", "shrinkage": SHRINKAGE},
        nothing(train @ kept),
    ),
    "item-knn, of the candidate": (
        "item-knn",
        {"neighbours": NEIGHBOURS, "neighboursOf": "candidate", "shrinkage": SHRINKAGE},
        nothing(train @ kept.T),
    ),
    "PureSVD": ("pure-svd", {"factorCount": RANK}, latent),
    "EASE": ("ease", {"lambda": LAMBDA}, ease),
}
checked = [7, 42, 120]


def sample(scores, user):
    """The first 25 of the user's list with their scores."""
    own = np.where(train[user] > 0, -np.inf, scores[user])
    order = np.lexsort((np.arange(ITEMS), -own))[:25]
    order = order[np.isfinite(own[order])]
    return {"items": order.tolist(), "scores": own[order].tolist()}


document = {
    "program": f"numpy {np.__version__}, scipy {scipy.__version__}",
    "script": "test/golden/make-recommenders.py",
    "users": USERS,
    "items": ITEMS,
    "draws": DRAWS,
    "pairs": len(pairs),
    "checkedUsers": checked,
    "models": [
        {
            "name": name,
            "source": source,
            "params": params,
            "metrics": metrics(scores, train, test),
            "lists": [sample(scores, user) for user in checked],
        }
        for name, (source, params, scores) in models.items()
    ],
}
(here / "recommenders.json").write_text(json.dumps(document) + "\n")
for model in document["models"]:
    print(model["name"], model["metrics"])
