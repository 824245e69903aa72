#!/usr/bin/python3
"""Writes the golden fixture of the centroids that FAISS's own k-means finds for the lists of an IVF index.

    /usr/bin/python3 test/golden/make-k-means.py

Debian's package python3-faiss. The test generates the same vectors, reads the JSON file and needs no Python.
"""
import json
import pathlib

import faiss
import numpy as np

here = pathlib.Path(__file__).parent


def vectors(count, dimension, repeated):
    """Numbers in [-0.5, 0.5) from Knuth's multiplicative hash; every `repeated`-th row is the first one again."""
    hashed = (np.arange(count * dimension, dtype=np.uint64) * 2654435761 + 40503) % 2**32
    hashed = ((hashed ^ (hashed >> 15)) * 2246822519) % 2**32
    rows = (hashed / 2**32 - 0.5).astype("float32").reshape(count, dimension)
    if repeated:
        rows[::repeated] = rows[0]
    return rows


def case(factory, metric, count, dimension, repeated=0):
    rows = vectors(count, dimension, repeated)
    kind = faiss.METRIC_L2 if metric == "l2" else faiss.METRIC_INNER_PRODUCT
    index = faiss.index_factory(dimension, factory, kind)
    index.train(rows)
    quantizer = faiss.downcast_index(index.quantizer)
    storage = faiss.downcast_index(quantizer.storage) if isinstance(quantizer, faiss.IndexHNSW) else quantizer
    index.add(rows)
    return {
        "factory": factory,
        "metric": metric,
        "count": count,
        "dimension": dimension,
        "repeated": repeated,
        "centroids": storage.reconstruct_n(0, index.nlist).ravel().tolist(),
        "listSizes": [index.invlists.list_size(i) for i in range(index.nlist)],
    }


cases = [
    case("IVF12,Flat", "l2", 600, 5),
    case("IVF12,Flat", "inner-product", 600, 20),
    # More than 256 vectors per list: k-means clusters a sample of them.
    case("IVF4,Flat", "l2", 1500, 3),
    # Several of the initial centroids are equal, so that some lists stay empty and others are split.
    case("IVF32,Flat", "inner-product", 500, 8, repeated=10),
    case("IVF32,Flat", "l2", 500, 8, repeated=10),
    # As many lists as vectors: the vectors are the centroids.
    case("IVF16,Flat", "l2", 16, 4),
    case("IVF12_HNSW8,Flat", "l2", 600, 6),
    # So few vectors that another comparison is used, and more than one assignment handles; neither fills whole blocks.
    case("IVF5,Flat", "inner-product", 44, 6),
    case("IVF70,Flat", "l2", 17_002, 3),
]
(here / "k-means.json").write_text(json.dumps({"faiss": faiss.__version__, "cases": cases}) + "\n")
