"""The same work as bench/import.ts with pandas.

Read the file as text (ids must stay what they are), check every cell, number users, videos and kinds in order of first appearance, drop
duplicates, list the rejected rows with their line, and save the columns. Prints one JSON document.
"""

import json
import resource
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

started = time.perf_counter()
frame = pd.read_csv(sys.argv[1], dtype=str, keep_default_na=False)
frame["line"] = range(2, len(frame) + 2)

value = pd.to_numeric(frame["value"], errors="coerce")
seconds = pd.to_numeric(frame["timestamp"], errors="coerce")
reasons = pd.Series("", index=frame.index)
reasons[frame["user_id"].str.strip() == ""] = "no user id"
reasons[frame["video_id"].str.strip() == ""] = "no video id"
reasons[value.isna() & (frame["value"] != "")] = "not a number"
reasons[seconds.isna() & (frame["timestamp"] != "")] = "not a timestamp"
reasons[(seconds < -2_208_988_800) | (seconds > 7_258_118_400)] = "timestamp out of range"
repeated = frame.duplicated(["user_id", "video_id", "kind", "value", "timestamp"]) & (frame["timestamp"] != "")
reasons[repeated & (reasons == "")] = "repetition"

bad = reasons != ""
rejects = pd.DataFrame({"line": frame["line"][bad], "reason": reasons[bad], "sample": frame[bad].drop(columns="line").agg(",".join, axis=1)})
good = frame[~bad]
users, user_ids = pd.factorize(good["user_id"])
videos, video_ids = pd.factorize(good["video_id"])
kinds, kind_names = pd.factorize(good["kind"])
columns = pd.DataFrame(
    {
        "user": users.astype("int32"),
        "video": videos.astype("int32"),
        "kind": kinds.astype("uint8"),
        "value": value[~bad].to_numpy(),
        "timestamp": seconds[~bad].to_numpy() * 1000,
    }
)
with tempfile.TemporaryDirectory() as folder:
    columns.to_pickle(Path(folder) / "interactions.pickle")
    rejects.to_csv(Path(folder) / "rejects.csv", index=False)
print(
    json.dumps(
        {
            "milliseconds": round((time.perf_counter() - started) * 1000),
            "peakMegabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
            "accepted": len(columns),
            "rejected": len(rejects),
        }
    )
)
