"""Writes fusion.json: fused scores by the definitions of ranx, computed with numpy from dictionaries.

Run: python3 test/golden/make-fusion.py
Condorcet: the definition of Montague and Aslam; majorities are sorted by merge sort from ascending items, because cycles have no order.
"""

import json
import os

import numpy as np

RNG = np.random.default_rng(7)
NORMALIZATIONS = ["min-max", "max", "sum", "z-score", "rank", "none"]


def normalized(run, how):
    names = list(run)
    scores = np.array([run[name] for name in names], dtype=np.float64)
    if len(scores) == 0 or how == "none":
        return dict(run)
    if how == "rank":
        values = 1 - np.arange(len(scores)) / len(scores)
    elif how == "max":
        values = scores / max(scores.max(), 1e-9)
    elif how == "min-max":
        values = (scores - scores.min()) / max(scores.max() - scores.min(), 1e-9)
    elif how == "sum":
        values = (scores - scores.min()) / max(scores.sum() - scores.min() * len(scores), 1e-9)
    else:
        values = (scores - scores.mean()) / max(scores.std(), 1e-9)
    return dict(zip(names, values))


def gathered(runs, weights):
    """item -> weighted values of the runs that have it."""
    found = {}
    for run, weight in zip(runs, weights):
        for item, value in run.items():
            found.setdefault(item, []).append(weight * value)
    return found


def combine(runs, weights, how, fold):
    return {item: float(fold(np.array(values))) for item, values in gathered([normalized(run, how) for run in runs], weights).items()}


def by_position(runs, weights, points, fold=np.sum):
    ranked = [{item: points(position) for position, item in enumerate(run, start=1)} for run in runs]
    return {item: float(fold(np.array(values))) for item, values in gathered(ranked, weights).items()}


def borda(runs, weights):
    everyone = set().union(*runs)
    fused = dict.fromkeys(everyone, 0.0)
    for run, weight in zip(runs, weights):
        order = list(run)
        rest = (len(everyone) - len(order) + 1) / 2
        for item in everyone:
            fused[item] += weight * (len(everyone) - order.index(item) if item in run else rest)
    return fused


def condorcet(runs, weights):
    everyone = sorted(set().union(*runs))
    place = [{item: position for position, item in enumerate(run)} for run in runs]

    def before(a, b):
        far = len(everyone)
        return sum(w * np.sign(p.get(b, far) - p.get(a, far)) for p, w in zip(place, weights)) >= 0

    def ordered(items):
        if len(items) < 2:
            return items
        left, right = ordered(items[: len(items) // 2]), ordered(items[len(items) // 2 :])
        merged = []
        while left and right:
            merged.append(left.pop(0) if before(left[0], right[0]) else right.pop(0))
        return merged + left + right

    return {item: float(len(everyone) - position) for position, item in enumerate(ordered(everyone))}


def methods():
    folds = {"combsum": np.sum, "combmnz": lambda v: v.sum() * len(v), "combanz": np.mean, "combmed": np.median}
    folds |= {"combmin": np.min, "combmax": np.max, "wsum": np.sum}
    for name, fold in folds.items():
        for how in NORMALIZATIONS:
            yield name, {"normalization": how}, lambda runs, weights, how=how, fold=fold: combine(runs, weights, how, fold)
    yield "isr", {}, lambda r, w: by_position(r, w, lambda p: 1 / p**2, lambda v: v.sum() * len(v))
    yield "log-isr", {}, lambda r, w: by_position(r, w, lambda p: 1 / p**2, lambda v: v.sum() * np.log(len(v)))
    yield "rrf", {"k": 10}, lambda r, w: by_position(r, w, lambda p: 1 / (10 + p))
    yield "rbc", {"phi": 0.9}, lambda r, w: by_position(r, w, lambda p: 0.1 * 0.9 ** (p - 1))
    yield "bordafuse", {}, borda
    yield "condorcet", {}, condorcet


def some_run(count, low, high, digits):
    items = RNG.choice(30, size=count, replace=False)
    scores = np.sort(np.round(RNG.uniform(low, high, size=count), digits))[::-1]
    return {int(item): float(score) for item, score in zip(items, scores)}


def cases():
    yield "three runs", [some_run(12, 0, 1, 6), some_run(20, -3, 40, 4), some_run(5, 0.2, 0.9, 1)], [1, 1, 1]
    yield "weights", [some_run(15, 0, 1, 6), some_run(15, 0, 9, 0), some_run(8, -5, -1, 3)], [2, 0.25, 1]
    yield "one run, one item", [some_run(1, 3, 4, 2), some_run(7, 0, 1, 2)], [1, 1]
    yield "equal scores", [dict.fromkeys([4, 9, 2], 0.5), some_run(10, 0, 1, 3), dict.fromkeys([9, 1], 7.0)], [1, 3, 1]
    yield "nothing in common", [{1: 3.0, 2: 1.0}, {3: 9.0, 4: 8.0, 5: 1.0}], [1, 1]
    yield "a circle of majorities", [{1: 3.0, 2: 2.0, 3: 1.0}, {2: 3.0, 3: 2.0, 1: 1.0}, {3: 3.0, 1: 2.0, 2: 1.0}], [1, 1, 1]


written = []
for name, runs, weights in cases():
    fused = []
    for method, params, compute in methods():
        scores = compute(runs, weights)
        fused.append({"method": method, "params": params, "scores": [[item, scores[item]] for item in sorted(scores)]})
    written.append({"name": name, "runs": [[[item, score] for item, score in run.items()] for run in runs], "weights": weights, "fused": fused})

target = os.path.join(os.path.dirname(os.path.abspath(__file__)), "fusion.json")
with open(target, "w") as file:
    json.dump({"numpy": np.__version__, "cases": written}, file)
    file.write("\n")
