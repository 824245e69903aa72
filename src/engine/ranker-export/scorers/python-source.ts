/** The Python scorer; `FORMULA_JSON` stands for the constants. */
export const pythonSource = `"""Ranks candidates as RankLab does. Standard library only.

    items = {item["id"]: item for item in map(json.loads, open("backfill.jsonl"))}
    users = {user["user"]: user for user in map(json.loads, open("users.jsonl"))}
    rank([items[id] for id in candidates], users["u1"], 10)

An item may have a "merge_score", where the formula uses the score of retrieval.
"""

import json
import math
import struct
import sys

FORMULA = json.loads(r"""FORMULA_JSON""")


def single(value):
    """Rounds to single precision, as RankLab does with every signal."""
    return struct.unpack("f", struct.pack("f", value))[0]


def dot(a, b):
    return math.fsum(x * y for x, y in zip(a, b)) if a and b else 0.0


def raw_value(term, item, request):
    source = term["source"]
    if source == "item":
        return item["values"].get(term["field"], 0.0)
    if source == "profile":
        return dot(request.get("profile"), item.get("profile"))
    if source == "latent":
        return dot(request.get("factors"), item.get("factors"))
    if source == "categories":
        shares = request.get("categories", {})
        categories = item["categories"]
        return sum(shares.get(name, 0.0) for name in categories) / len(categories) if categories else 0.0
    if source == "creator":
        return request.get("creators", {}).get(item.get("creator"), 0.0)
    return item.get("merge_score", 0.0)


def normalize(values):
    low, high = min(values), max(values)
    kind = FORMULA["normalization"]
    if kind == "none":
        return values
    if low == high:
        return [0.0] * len(values)
    if kind == "min-max":
        return [(value - low) / (high - low) for value in values]
    if kind == "z-score":
        mean = sum(values) / len(values)
        deviation = math.sqrt(sum((value - mean) ** 2 for value in values) / len(values))
        return [(value - mean) / deviation for value in values]
    order = sorted(values)
    first, last = {}, {}
    for place, value in enumerate(order):
        first.setdefault(value, place)
        last[value] = place
    return [(first[value] + last[value]) / 2 / (len(values) - 1) for value in values]


def scores(items, request):
    total = [0.0] * len(items)
    for term in FORMULA["terms"]:
        column = [single(raw_value(term, item, request)) for item in items]
        for place, value in enumerate(normalize(column) if column else []):
            total[place] += term["weight"] * single(value)
    return total


def is_allowed(item):
    categories = set(item["categories"])
    include, exclude = set(FORMULA["include"]), set(FORMULA["exclude"])
    return (not include or bool(include & categories)) and not exclude & categories


def rank(items, request, length=None):
    """The ids of the best items, best first, with their scores."""
    scored = sorted(zip(scores(items, request), items), key=lambda pair: (-pair[0], pair[1]["row"]))
    used, ranked = {}, []
    for score, item in scored:
        if length is not None and len(ranked) >= length:
            break
        creator = item.get("creator")
        most = FORMULA["maxPerCreator"]
        if not is_allowed(item) or (most is not None and creator is not None and used.get(creator, 0) >= most):
            continue
        used[creator] = used.get(creator, 0) + 1
        ranked.append((item["id"], score))
    return ranked


def main():
    """python3 ranker.py backfill.jsonl test-vectors.jsonl: checks every pool."""
    with open(sys.argv[1], encoding="utf-8") as lines:
        items = {item["id"]: item for item in map(json.loads, lines)}
    wrong = count = 0
    with open(sys.argv[2], encoding="utf-8") as lines:
        for pool in map(json.loads, lines):
            count += 1
            given = [dict(items[one["id"]], merge_score=one["mergeScore"]) for one in pool["candidates"]]
            if [id for id, _ in rank(given, pool["request"])] != pool["expected"]["pool"]:
                wrong += 1
    print(f"{count - wrong} of {count} pools in the expected order")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
`;
