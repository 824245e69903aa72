"""The same work as `ranklab pipeline --no-embeddings` in the usual Python stack.

Generate users, videos and interactions, write three CSV files, read them back with pandas, pivot to a dense users x items
matrix, factorise it with scikit-learn's TruncatedSVD, index the item factors with FAISS IndexFlatL2, pickle everything.
Prints one JSON document with milliseconds per stage and the peak resident set.
"""

import argparse
import json
import pickle
import resource
import tempfile
import time
from pathlib import Path

import faiss
import numpy as np
import pandas as pd
from sklearn.decomposition import TruncatedSVD

parser = argparse.ArgumentParser()
parser.add_argument("--users", type=int, default=5000)
parser.add_argument("--videos", type=int, default=10000)
parser.add_argument("--interactions", type=int, default=100000)
parser.add_argument("--factors", type=int, default=50)
parser.add_argument("--seed", type=int, default=42)
options = parser.parse_args()

milliseconds = {}
started = time.perf_counter()


def stage(name):
    global started
    now = time.perf_counter()
    milliseconds[name] = (now - started) * 1000
    started = now


rng = np.random.default_rng(options.seed)
popularity = 1.0 / np.arange(1, options.videos + 1) ** 0.9
popularity /= popularity.sum()
activity = 1.0 / np.arange(1, options.users + 1) ** 0.7
activity /= activity.sum()
users = pd.DataFrame({"user_id": [f"u{i}" for i in range(options.users)]})
videos = pd.DataFrame(
    {
        "video_id": [f"v{i}" for i in range(options.videos)],
        "title": [f"Video number {i}" for i in range(options.videos)],
        "category": rng.integers(0, 24, options.videos),
    }
)
interactions = pd.DataFrame(
    {
        "user_id": rng.choice(users.user_id.to_numpy(), options.interactions, p=activity),
        "video_id": rng.choice(videos.video_id.to_numpy(), options.interactions, p=popularity),
        "value": rng.random(options.interactions),
        "timestamp": rng.integers(1_700_000_000, 1_715_000_000, options.interactions),
    }
)
stage("generate")

with tempfile.TemporaryDirectory() as folder:
    folder = Path(folder)
    for name, frame in (("users", users), ("videos", videos), ("interactions", interactions)):
        frame.to_csv(folder / f"{name}.csv", index=False)
    interactions = pd.read_csv(folder / "interactions.csv")
    stage("csv")
    matrix = (
        interactions.pivot_table(index="user_id", columns="video_id", values="value", aggfunc="sum", fill_value=0)
        .reindex(index=users.user_id, columns=videos.video_id, fill_value=0)
        .to_numpy()
    )
    stage("pivot")
    svd = TruncatedSVD(n_components=options.factors, random_state=options.seed)
    user_factors = svd.fit_transform(matrix)
    item_factors = np.ascontiguousarray(svd.components_.T, dtype=np.float32)
    stage("factors")
    index = faiss.IndexFlatL2(options.factors)
    index.add(item_factors)
    stage("index")
    with open(folder / "models.pickle", "wb") as file:
        pickle.dump((user_factors, item_factors, svd.singular_values_), file)
    faiss.write_index(index, str(folder / "index.faiss"))
    stage("save")

print(
    json.dumps(
        {
            "users": options.users,
            "videos": options.videos,
            "interactions": options.interactions,
            "factors": options.factors,
            "millisecondsByStage": milliseconds,
            "peakRssBytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        }
    )
)
