"""A client of the local API, written from /openapi.json with Python's standard library alone.

Usage: client.py URL TOKEN. Walks health, recommend, log, recommend, add, recommend, metrics, and prints what it saw as
one JSON document.
"""

import json
import sys
import urllib.error
import urllib.request

URL, TOKEN = sys.argv[1:3]


def request(method, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    headers = {"Authorization": f"Bearer {TOKEN}", "Accept": "application/json"}
    if data is not None:
        headers["Content-Type"] = "application/json"
    call = urllib.request.Request(URL + path, data=data, headers=headers, method=method)
    try:
        with urllib.request.urlopen(call, timeout=30) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read().decode()


document = json.loads(request("GET", "/openapi.json")[2])
operations = {
    operation["operationId"]: (method.upper(), path)
    for path, methods in document["paths"].items()
    for method, operation in methods.items()
}


def call(operation, body=None, **params):
    method, path = operations[operation]
    for name, value in params.items():
        path = path.replace("{" + name + "}", str(value))
    status, headers, text = request(method, path, body)
    answer = json.loads(text) if text else None
    if status >= 400:
        assert headers["content-type"].startswith("application/problem+json"), headers["content-type"]
        assert answer["status"] == status and answer["request_id"] == headers["x-request-id"], answer
    return status, answer


def recommend(**body):
    status, answer = call("api.recommend", body)
    assert status == 200, answer
    assert answer["variant"] and answer["backend"] and answer["request_id"], answer
    for item in answer["items"]:
        total = sum(part["contribution"] for part in item["contributions"])
        assert abs(total - item["score"]) < 1e-9, item
    return answer


def popularity_of(video, answer):
    for item in answer["items"]:
        if item["video_id"] == video:
            return next(part["raw"] for part in item["contributions"] if part["signal"] == "popularity")
    return None


popular = {"name": "popular", "weights": {"popularity": 1}, "candidates": {"sources": [{"id": "popular", "limit": 50}]}}
seen = {}
seen["health"] = call("system.health")[1]
seen["status"] = call("api.status")[1]
users = call("dataset.users")[1]["rows"]
user, other = users[0]["userId"], users[1]["userId"]

first = recommend(user_id=user, top_k=20, variant=popular)
video = first["items"][9]["video_id"]
seen["popularity_before"] = popularity_of(video, first)
for n in range(30):
    status, logged = call("api.logInteraction", {"user_id": f"new viewer {n}", "video_id": video, "kind": "view", "watch_seconds": 30.5})
    assert status == 200 and logged["status"] == "logged", logged
second = recommend(user_id=user, top_k=20, variant=popular)
seen["popularity_after"] = popularity_of(video, second)
seen["position_before"] = 10
seen["position_after"] = next((item["position"] for item in second["items"] if item["video_id"] == video), None)

status, added = call("api.addVideo", {"title": "Zebrafinken im Glockenturm", "description": "A film about zebra finches in a bell tower", "tags": ["zebrafinch", "belltower"], "category": "nature"})
assert status == 200 and added["id"] == added["video_id"], added
found = recommend(query="Zebrafinken Glockenturm zebrafinch belltower", top_k=5)
seen["added"] = added["id"]
seen["found"] = [item["video_id"] for item in found["items"]]
seen["similar"] = call("api.recommend", {"video_id": added["id"], "top_k": 5})

seen["status_after"] = call("api.status")[1]
seen["unknown_user"] = call("api.recommend", {"user_id": "nobody at all"})
seen["too_many"] = call("api.recommend", {"user_id": user, "top_k": 10**9})
seen["both"] = call("api.recommend", {"user_id": user, "query": "x"})
seen["excluded"] = video not in [item["video_id"] for item in recommend(user_id=user, top_k=20, variant=popular, exclude=[video])["items"]]

metrics = request("GET", "/metrics")[2]
seen["metrics"] = [line for line in metrics.splitlines() if 'route="/recommend",status="200"' in line and "_count" in line]
print(json.dumps(seen))
