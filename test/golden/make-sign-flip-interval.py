#!/usr/bin/python3
"""Writes sign-flip-interval.json: the ends at which scipy's sign-flip test of `differences − θ` crosses a level, by bisection.

    /usr/bin/python3 test/golden/make-sign-flip-interval.py
"""
import json
import pathlib

import numpy as np
import scipy
from scipy import stats


def p_at(differences, theta, samples):
    return stats.permutation_test(
        (differences - theta,), np.mean, permutation_type="samples", n_resamples=samples, random_state=5, vectorized=True
    ).pvalue


def end(differences, level, samples, side):
    inside = differences.mean()
    outside = inside + side * 30 * differences.std(ddof=1) / np.sqrt(len(differences))
    if p_at(differences, outside, samples) > level:
        return None
    for _ in range(44 if samples == np.inf else 18):
        middle = (inside + outside) / 2
        if p_at(differences, middle, samples) > level:
            inside = middle
        else:
            outside = middle
    return inside


def case(name, differences, levels, samples):
    d = np.asarray(differences, float)
    return {
        "name": name,
        "exact": samples == np.inf,
        "differences": d.tolist(),
        "ends": [{"level": level, "low": end(d, level, samples, -1), "high": end(d, level, samples, 1)} for level in levels],
        "student": [
            {"level": level, "ends": list(stats.ttest_1samp(d, 0).confidence_interval(1 - level))} for level in levels
        ],
    }


rng = np.random.default_rng(3)
a = np.array([0, 0.5, 1, 0.63093, 0, 0.38685, 1, 0, 0.5, 0.43068])
b = np.array([0.5, 0.5, 1, 1, 0, 0.63093, 0.63093, 0.38685, 1, 0])
cases = [
    case("ten users", b - a, [0.05, 0.01], np.inf),
    case("five users, too few for any rejection", [0.1, 0.3, 0.2, -0.1, 0.4], [0.05], np.inf),
    case("sixty users, many equal", np.round(np.where(rng.random(60) < 0.4, 0, rng.gamma(0.6, 0.4, 60) - 0.1), 3), [0.05, 0.0125], 40_000),
]
document = {"program": f"scipy {scipy.__version__}", "script": "test/golden/make-sign-flip-interval.py", "cases": cases}
(pathlib.Path(__file__).parent / "sign-flip-interval.json").write_text(json.dumps(document, indent=1) + "\n")
