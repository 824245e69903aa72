"""The same work as bench/runs.ts with pandas, numpy and scipy.

    runs_peer.py QRELS RUN RUN RUN

Reads judgements and runs, measures every user, and tests each run against the first: paired t, corrected by Holm. Prints means and p values as JSON.
"""

import json
import sys

import numpy as np
import pandas as pd
from scipy import stats

qrels = pd.read_csv(sys.argv[1], sep=" ", header=None, usecols=[0, 2, 3], names=["user", "item", "grade"], dtype={"user": str, "item": str})
judged = qrels.groupby("user", sort=True)
counts = judged["grade"].size()
discounts = 1 / np.log2(np.arange(2, 12))


def gain(grades):
    best = np.sort(grades)[::-1][:10]
    return (best * discounts[: len(best)]).sum()


ideal = judged["grade"].apply(lambda grades: gain(grades.to_numpy()))


def measured(path):
    run = pd.read_csv(path, sep=r"\s+", header=None, usecols=[0, 2, 4], names=["user", "item", "score"], dtype={"user": str, "item": str}, engine="c")
    run = run.sort_values(["user", "score", "item"], ascending=[True, False, False], kind="stable")
    run["rank"] = run.groupby("user", sort=False).cumcount()
    found = run.merge(qrels, on=["user", "item"], how="left")
    grades = found["grade"].fillna(0).to_numpy()
    hit = grades > 0
    users = found["user"].to_numpy()
    rank = found["rank"].to_numpy()
    frame = pd.DataFrame({"user": users, "hit": hit})
    frame["hits"] = frame.groupby("user", sort=False)["hit"].cumsum()
    frame["gain"] = np.where(rank < 10, grades / np.log2(rank + 2), 0)
    frame["precision"] = np.where(hit, frame["hits"] / (rank + 1), 0)
    frame["top"] = hit & (rank < 10)
    frame["twenty"] = hit & (rank < 20)
    frame["reciprocal"] = np.where(hit, 1 / (rank + 1), 0)
    by_user = frame.groupby("user", sort=True).agg({"gain": "sum", "precision": "sum", "top": "sum", "twenty": "sum", "reciprocal": "max"})
    by_user = by_user.reindex(counts.index, fill_value=0)
    return np.stack(
        [
            by_user["gain"] / ideal,
            by_user["precision"] / counts,
            by_user["top"] / 10,
            by_user["twenty"] / counts,
            by_user["reciprocal"],
        ]
    )


values = [measured(path) for path in sys.argv[2:]]
p_values = [stats.ttest_rel(other[metric], values[0][metric]).pvalue for other in values[1:] for metric in range(5)]
order = np.argsort(p_values)
adjusted = np.minimum(1, np.maximum.accumulate(np.array(p_values)[order] * (len(p_values) - np.arange(len(p_values)))))
print(json.dumps({"means": {path: list(map(float, value.mean(1))) for path, value in zip(sys.argv[2:], values)}, "pValues": [float(p) for p in p_values]}))
