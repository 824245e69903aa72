"""Writes test/golden/vectors: one matrix of 8 videos × 6 dimensions in the forms that NumPy, pandas and PyArrow write.

python3 test/golden/make-vectors.py; needs numpy, pandas and pyarrow.
"""
import json
from pathlib import Path

import numpy
import pandas

folder = Path(__file__).parent / "vectors"
folder.mkdir(exist_ok=True)
# Quarters of small whole numbers: the same value in half precision, in single precision and as text.
matrix = numpy.random.default_rng(7).integers(-20, 20, (8, 6)) / 4
ids = ["3", "7", "0", "5", "1", "6", "2", "4"]
numpy.set_printoptions(linewidth=30)

for name, array in {
    "f2": matrix.astype("<f2"),
    "f4-big": matrix.astype(">f4"),
    "f8": matrix,
    "f8-fortran": numpy.asfortranarray(matrix),
    "f2-big-fortran": numpy.asfortranarray(matrix.astype(">f2")),
    "i1": (4 * matrix).astype("i1"),
    "i8-big": (4 * matrix).astype(">i8"),
    "u2": (4 * matrix + 20).astype("<u2"),
    "bool": matrix > 0,
    "by-dimension": matrix.T,
    "one-deep": matrix[:, None, :],
}.items():
    numpy.save(folder / f"{name}.npy", array)
with open(folder / "version-2.npy", "wb") as file:
    numpy.lib.format.write_array(file, matrix, version=(2, 0))
with open(folder / "version-3.npy", "wb") as file:
    numpy.lib.format.write_array(file, matrix, version=(3, 0))
numpy.save(folder / "structured.npy", numpy.zeros(8, dtype=[("id", "<i4"), ("vector", "<f4", 6)]))
numpy.save(folder / "objects.npy", numpy.array([[1, 2], None], dtype=object), allow_pickle=True)
numpy.save(folder / "texts.npy", numpy.array(ids))
numpy.save(folder / "beside.npy", matrix)
numpy.save(folder / "beside_ids.npy", numpy.array(ids, dtype="<i8"))
numpy.savez(folder / "texts.npz", vectors=matrix.astype("f4"), ids=numpy.array(ids), model=numpy.array("tiny"))
numpy.savez_compressed(folder / "numbers.npz", embeddings=matrix, item_ids=numpy.array(ids, dtype="<i4"))
numpy.savez(folder / "two.npz", text=matrix, image=-matrix, ids=numpy.array(ids))

wide = pandas.DataFrame(matrix, columns=[f"dim_{d}" for d in range(6)])
lists = pandas.DataFrame({"item_id": ids, "embedding": [row.tolist() for row in matrix]})
printed = pandas.DataFrame({"item_id": ids, "embedding": [str(row) for row in matrix]})
printed.to_csv(folder / "printed.csv", index=False)
lists.to_csv(folder / "lists.csv", index=False)
lists.to_json(folder / "lines.jsonl", orient="records", lines=True)
lists.to_parquet(folder / "lists.parquet", index=False)
wide.set_index(pandas.Index(ids)).to_csv(folder / "index-of-ids.csv")
wide.assign(item_id=ids, title=[f"Title {i}" for i in ids], year=2020).to_csv(folder / "further-columns.csv")
wide.set_index(pandas.Index(ids, name="item_id")).to_parquet(folder / "index.parquet")
wide.assign(item_id=ids).set_index("item_id").T.to_csv(folder / "by-dimension.csv")
wide.assign(item_id=ids).to_csv(folder / "german.csv", sep=";", decimal=",", index=False)
wide.set_index(pandas.Index(ids)).to_csv(folder / "headerless.csv", header=False)
(folder / "dictionary.json").write_text(json.dumps({i: row.tolist() for i, row in zip(ids, matrix)}))
rows = "\n".join(f"{i} {' '.join(str(value) for value in row)}" for i, row in zip(ids, matrix))
(folder / "word2vec.txt").write_text(f"8 6\n{rows}\n")
(folder / "glove.txt").write_text(f"{rows}\n")
(folder.parent / "vectors.json").write_text(json.dumps({"ids": ids, "matrix": matrix.tolist()}) + "\n")
