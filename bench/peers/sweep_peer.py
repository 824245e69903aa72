#!/usr/bin/python3
"""Ranks and measures the same candidates with numpy, one setting of the weights after the other: the peer of bench/sweep.ts.

    sweep_peer.py FOLDER

reads the raw arrays that bench/sweep.ts leaves in FOLDER. Prints CPU seconds per setting and the means of the six metrics as JSON.
"""
import json
import pathlib
import sys
import time

import numpy as np

folder = pathlib.Path(sys.argv[1])
sizes = json.loads((folder / "sizes.json").read_text())
users, pool, signals, catalogue = (sizes[name] for name in ("users", "pool", "signals", "catalogue"))
K = 10


def read(name, kind):
    return np.fromfile(folder / name, dtype=kind)


tensor = read("normalized", np.float32).reshape(users, pool, signals)
items = read("items", np.int32).reshape(users, pool)
counts = read("counts", np.int32)
offsets = read("offsets", np.int32)
judged = read("judged", np.int32)

# Which candidates are relevant, and how many relevant items a user has: known before the first setting.
span = np.int64(max(items.max(), judged.max()) + 1)
relevant = np.isin(np.arange(users, dtype=np.int64)[:, None] * span + items, np.repeat(np.arange(users, dtype=np.int64), np.diff(offsets)) * span + judged)
relevant &= np.arange(pool) < counts[:, None]
beyond = np.arange(pool) >= counts[:, None]
judged_counts = np.diff(offsets)
measured = judged_counts > 0
discounts = 1 / np.log2(np.arange(2, K + 2))
ideal = np.concatenate(([0], np.cumsum(discounts)))[np.minimum(judged_counts, K)]
places = np.arange(1, K + 1)


def measure(weights):
    scores = tensor @ weights.astype(np.float32)
    scores[beyond] = -np.inf
    best = np.argpartition(-scores, K - 1, axis=1)[:, :K]
    order = np.argsort(-np.take_along_axis(scores, best, axis=1), axis=1, kind="stable")
    best = np.take_along_axis(best, order, axis=1)
    hits = np.take_along_axis(relevant, best, axis=1)
    listed = np.take_along_axis(items, best, axis=1)
    found = hits.sum(axis=1)
    precision_at = np.cumsum(hits, axis=1) / places
    with np.errstate(divide="ignore", invalid="ignore"):
        per_user = (
            hits @ discounts / ideal,
            found / judged_counts,
            found / K,
            found > 0,
            (precision_at * hits).sum(axis=1) / judged_counts,
        )
    shown = np.take_along_axis(~beyond, best, axis=1)
    return [float(values[measured].mean()) for values in per_user] + [len(np.unique(listed[shown])) / catalogue]


measure(np.array(sizes["weights"][0]))
started = time.process_time()
means = [measure(np.array(weights)) for weights in sizes["weights"]]
seconds = (time.process_time() - started) / len(means)
print(json.dumps({"cpuSecondsPerSetting": seconds, "means": means}))
