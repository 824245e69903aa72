#!/usr/bin/python3
"""The same measurements with numba and numpy: six metrics of ranked lists, and a bootstrap of six mean differences.

    evaluate_peer.py FOLDER

reads the raw arrays that bench/evaluate.ts leaves in FOLDER and prints times and means as JSON. Compilation is not timed.
Needs Debian's python3-numba and python3-numpy.
"""
import json
import pathlib
import sys
import time

import numba
import numpy as np

folder = pathlib.Path(sys.argv[1])
sizes = json.loads((folder / "sizes.json").read_text())


@numba.njit(parallel=True)
def grades_of(items, judged_items, judged_grades):
    users, length = items.shape
    found = np.zeros((users, length))
    for u in numba.prange(users):
        for i in range(length):
            at = np.searchsorted(judged_items[u], items[u, i])
            if at < judged_items.shape[1] and judged_items[u, at] == items[u, i]:
                found[u, i] = judged_grades[u, at]
    return found


@numba.njit(parallel=True)
def ndcg(found, judged_grades, k):
    users = found.shape[0]
    values = np.zeros(users)
    for u in numba.prange(users):
        gain = 0.0
        for i in range(min(k, found.shape[1])):
            gain += found[u, i] / np.log2(i + 2)
        ideal = 0.0
        best = np.sort(judged_grades[u])[::-1]
        for i in range(min(k, len(best))):
            ideal += best[i] / np.log2(i + 2)
        values[u] = gain / ideal
    return values


@numba.njit(parallel=True)
def average_precision(found, judged_grades, k):
    users = found.shape[0]
    values = np.zeros(users)
    for u in numba.prange(users):
        hits, total = 0, 0.0
        for i in range(min(k, found.shape[1])):
            if found[u, i] > 0:
                hits += 1
                total += hits / (i + 1)
        values[u] = total / judged_grades.shape[1]
    return values


@numba.njit(parallel=True)
def hits_within(found, k):
    users = found.shape[0]
    values = np.zeros(users)
    for u in numba.prange(users):
        for i in range(min(k, found.shape[1])):
            values[u] += found[u, i] > 0
    return values


@numba.njit(parallel=True)
def reciprocal_rank(found):
    users = found.shape[0]
    values = np.zeros(users)
    for u in numba.prange(users):
        for i in range(found.shape[1]):
            if found[u, i] > 0:
                values[u] = 1 / (i + 1)
                break
    return values


def six_metrics(items, judged_items, judged_grades):
    found = grades_of(items, judged_items, judged_grades)
    return [
        ndcg(found, judged_grades, 10),
        average_precision(found, judged_grades, 100),
        hits_within(found, 100) / judged_grades.shape[1],
        reciprocal_rank(found),
        (hits_within(found, 10) > 0).astype(float),
        hits_within(found, 10) / 10,
    ]


def arrays(users):
    length, judged = sizes["length"], sizes["judged"]
    read = lambda name, kind: np.fromfile(folder / f"{name}-{users}.bin", kind)
    return (
        read("items", np.int32).reshape(users, length),
        read("judged", np.int32).reshape(users, judged),
        read("grades", np.float64).reshape(users, judged),
    )


def median_ms(work, repeats=5):
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        result = work()
        times.append((time.perf_counter() - start) * 1000)
    return sorted(times)[repeats // 2], result


report = {"program": f"numba {numba.__version__}, numpy {np.__version__}", "metrics": []}
for users in sizes["users"]:
    data = arrays(users)
    six_metrics(*data)
    ms, values = median_ms(lambda: six_metrics(*data))
    report["metrics"].append({"userCount": users, "medianMs": ms, "means": [float(v.mean()) for v in values]})


def bootstrap(differences, samples, rng, block=50):
    means = np.empty((samples, differences.shape[1]))
    for start in range(0, samples, block):
        drawn = rng.integers(0, len(differences), (block, len(differences)))
        means[start : start + block] = differences[drawn].mean(1)
    return means


differences = np.fromfile(folder / "differences.bin", np.float64).reshape(6, -1).T.copy()
rng = np.random.default_rng(1)
# A tenth of the samples, to keep the benchmark short; the time is proportional to their number.
ms, _ = median_ms(lambda: bootstrap(differences, 1_000, rng), 1)
report["bootstrapMs"] = ms * 10
print(json.dumps(report))
