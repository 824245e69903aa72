"""Golden values of pairwise logistic regression: scikit-learn's LogisticRegression on the same pairs, and scipy with bounds.

    /usr/bin/python3 test/golden/make-pairwise-logistic.py > test/golden/pairwise-logistic.json
"""

import json

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

rng = np.random.default_rng(7)
pools, per_pool, signals = 40, 15, 4
differences = np.round(rng.normal(size=(pools * per_pool, signals)), 4)
truth = np.array([1.5, -0.8, 0.0, 0.4])
wins = rng.random(len(differences)) < 1 / (1 + np.exp(-differences @ truth))
differences = np.where(wins[:, None], differences, -differences)
weights = np.round(rng.uniform(0.2, 3.0, size=len(differences)), 3)


def by_scikit_learn(l2):
    # Both directions of every pair, because a single class is rejected; the loss doubles, so C is halved.
    x = np.vstack([differences, -differences])
    y = np.concatenate([np.ones(len(differences)), np.zeros(len(differences))])
    c = 1 / (2 * l2 * weights.sum())
    model = LogisticRegression(C=c, fit_intercept=False, tol=1e-12, max_iter=10_000, solver="newton-cg")
    model.fit(x, y, sample_weight=np.concatenate([weights, weights]))
    return model.coef_[0].tolist()


def bounded(l2, lower, upper):
    def loss(w):
        z = differences @ w
        value = (weights * np.logaddexp(0, -z)).sum() / weights.sum() + l2 / 2 * w @ w
        gradient = -(differences * (weights / (1 + np.exp(z)))[:, None]).sum(axis=0) / weights.sum() + l2 * w
        return value, gradient

    bounds = list(zip(lower, upper))
    return minimize(loss, np.zeros(signals), jac=True, bounds=bounds, method="L-BFGS-B", options={"ftol": 0, "gtol": 1e-13, "maxiter": 10_000}).x.tolist()


print(
    json.dumps(
        {
            "poolCount": pools,
            "pairsPerPool": per_pool,
            "differences": differences.flatten().tolist(),
            "weights": weights.tolist(),
            "free": [{"l2": l2, "weights": by_scikit_learn(l2)} for l2 in (1e-5, 1e-3, 1e-1, 1)],
            "bounded": [
                {"l2": 1e-3, "lower": [0, 0, None, 0], "upper": [None, None, None, None], "weights": bounded(1e-3, [0, 0, None, 0], [None] * 4)},
                {"l2": 1e-2, "lower": [None] * 4, "upper": [0, None, 0, 0.1], "weights": bounded(1e-2, [None] * 4, [0, None, 0, 0.1])},
            ],
        }
    )
)
