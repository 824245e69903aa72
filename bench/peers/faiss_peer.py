"""The same indexes with FAISS's own Python module (Debian: python3-faiss). Called by bench/faiss.ts.

Arguments: a JSON object with the folder of vectors.f32 and queries.f32 (row-major float32) and what to do with them.
Prints one JSON object of seconds; writes ids (int64) and distances (float32) beside the vectors.
"""

import json
import statistics
import sys
import time

import faiss
import numpy as np

spec = json.loads(sys.argv[1])
folder, d, k = spec["folder"], spec["dimension"], spec["neighborCount"]
vectors = np.fromfile(f"{folder}/vectors.f32", dtype="float32").reshape(-1, d)
queries = np.fromfile(f"{folder}/queries.f32", dtype="float32").reshape(-1, d)
metric = faiss.METRIC_L2 if spec["metric"] == "l2" else faiss.METRIC_INNER_PRODUCT


def seconds(work, rounds):
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return {"best": min(times), "median": statistics.median(times)}


def configured(index):
    if spec.get("efSearch"):
        index.hnsw.efSearch = spec["efSearch"]
    if spec.get("nprobe"):
        faiss.extract_index_ivf(index).nprobe = spec["nprobe"]
    return index


def build():
    index = faiss.index_factory(d, spec["factory"], metric)
    if spec.get("efConstruction"):
        index.hnsw.efConstruction = spec["efConstruction"]
    if not index.is_trained:
        index.train(vectors)
    for start in range(0, len(vectors), spec["batchRows"]):
        index.add(vectors[start : start + spec["batchRows"]])
    return index


if spec.get("read"):
    index = configured(faiss.read_index(spec["read"]))
    distances, ids = index.search(queries, k)
    ids.tofile(f"{folder}/read.i64")
    distances.tofile(f"{folder}/read.f32")
    print(json.dumps({"count": index.ntotal, "type": type(index).__name__}))
    sys.exit()

faiss.omp_set_num_threads(spec["threads"])
index = None


def rebuild():
    global index
    index = None  # release the previous index before the next is built
    index = build()


rebuild()
built = seconds(rebuild, spec["buildRounds"])
configured(index)
distances, ids = index.search(queries, k)
ids.tofile(f"{folder}/peer.i64")
distances.tofile(f"{folder}/peer.f32")
result = {"version": f"{faiss.__version__}{faiss.get_compile_options()}".strip(), "build": built}
if spec.get("timed", True):
    turn = iter(range(1_000_000))

    def one():
        at = next(turn) % len(queries)
        index.search(queries[at : at + 1], k)

    result["one"] = seconds(one, spec["oneRounds"])
    result["batch"] = seconds(lambda: index.search(queries, k), spec["batchRounds"])
print(json.dumps(result))
