"""A recommendation API in the usual Python stack: FastAPI, uvicorn (one worker), pandas and FAISS.

Makes data and factors of the given sizes, then serves POST /recommend {user_id, top_k}: the user's factors, a search of
200 candidates in FAISS IndexFlatIP, the user's seen videos filtered out with pandas, titles looked up, the best top_k
returned. No re-ranking, no contributions. Prints one JSON line with its address when it is ready.
"""

import argparse
import json
import socket

import faiss
import numpy as np
import pandas as pd
import uvicorn
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

parser = argparse.ArgumentParser()
for name, default in (("users", 5000), ("videos", 10000), ("interactions", 100000), ("factors", 50), ("seed", 42)):
    parser.add_argument(f"--{name}", type=int, default=default)
options = parser.parse_args()

rng = np.random.default_rng(options.seed)
videos = pd.DataFrame({
    "video_id": [f"v{n}" for n in range(options.videos)],
    "title": [f"Title of video {n}" for n in range(options.videos)],
    "category": rng.integers(0, 20, options.videos),
}).set_index("video_id")
popularity = 1 / np.arange(1, options.videos + 1) ** 0.9
interactions = pd.DataFrame({
    "user_id": [f"u{n}" for n in rng.integers(0, options.users, options.interactions)],
    "video_id": [f"v{n}" for n in rng.choice(options.videos, options.interactions, p=popularity / popularity.sum())],
})
user_rows = {f"u{n}": n for n in range(options.users)}
user_factors = rng.standard_normal((options.users, options.factors)).astype("float32")
item_factors = rng.standard_normal((options.videos, options.factors)).astype("float32")
index = faiss.IndexFlatIP(options.factors)
index.add(item_factors)

app = FastAPI()


class Request(BaseModel):
    user_id: str
    top_k: int = 10


@app.post("/recommend")
def recommend(request: Request):
    row = user_rows.get(request.user_id)
    if row is None:
        raise HTTPException(404, "unknown user")
    scores, rows = index.search(user_factors[row : row + 1], 200)
    candidates = pd.DataFrame({"video_id": videos.index[rows[0]], "score": scores[0]})
    seen = interactions.loc[interactions["user_id"] == request.user_id, "video_id"]
    best = candidates[~candidates["video_id"].isin(seen)].head(request.top_k)
    best = best.join(videos, on="video_id")
    return {"items": best.to_dict("records")}


listener = socket.socket()
listener.bind(("127.0.0.1", 0))
listener.listen(128)  # clients that connect before uvicorn is ready wait instead of being refused
print(json.dumps({"url": f"http://127.0.0.1:{listener.getsockname()[1]}"}), flush=True)
uvicorn.Server(uvicorn.Config(app, log_level="error")).run(sockets=[listener])
