"""The first table of docs/results.md: `python3 movielens.py ml-latest-small` (the folder of the unpacked data set)."""

import sys
import tempfile

import ranklab

with tempfile.TemporaryDirectory() as folder, ranklab.open_workspace(f"{folder}/ml") as lab:
    lab.import_files(preset="movielens", **{"from": sys.argv[1]})
    run = lab.compare(
        [ranklab.baseline(name) for name in ("popular", "random", "als", "item-knn", "ease", "pure-svd")],
        ["ndcg@10", "recall@10", "coverage@10"],
        split={"id": "leave-last", "params": {"count": 10}},
        relevance={"rule": "threshold", "minimum": 4},
    )
    for row in run.rows():
        print(f"{row['variant']:<10} {row['metric']:<12} {row['value']:.4f} {row['verdict']}")
