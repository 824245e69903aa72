#!/usr/bin/python3
"""Writes the golden fixtures of the statistics and the metrics with scipy and scikit-learn.

    /usr/bin/python3 test/golden/make-golden.py

Both are Debian's packages (python3-scipy, python3-sklearn). Every fixture names the program and its version.
The tests read the JSON files and need no Python.
"""
import json
import pathlib

import numpy as np
import scipy
import sklearn
from scipy import optimize, stats
from sklearn.metrics import average_precision_score, ndcg_score

here = pathlib.Path(__file__).parent
rng = np.random.default_rng(20240117)


def write(name, program, cases):
    document = {"program": program, "script": "test/golden/make-golden.py", "cases": cases}
    (here / name).write_text(json.dumps(document, indent=1) + "\n")


def paired_case(name, baseline, variant, exact):
    baseline, variant = np.asarray(baseline, float), np.asarray(variant, float)
    d = variant - baseline
    t = stats.ttest_rel(variant, baseline)
    sd = d.std(ddof=1)
    half = student_quantile(0.975, len(d) - 1) * sd / np.sqrt(len(d))
    wilcox = stats.wilcoxon(d, zero_method="wilcox", correction=False, mode="approx")
    pratt = stats.wilcoxon(d, zero_method="pratt", correction=False, mode="approx")
    flips = stats.permutation_test(
        (d,), np.mean, permutation_type="samples", n_resamples=np.inf if exact else 100_000, random_state=7
    )
    bca = stats.bootstrap((d,), np.mean, n_resamples=200_000, batch=5_000, method="BCa", random_state=11)
    return {
        "name": name,
        "baseline": baseline.tolist(),
        "variant": variant.tolist(),
        "pairedT": {"statistic": t.statistic, "pValue": t.pvalue},
        "interval": [d.mean() - half, d.mean() + half],
        "cohenDz": d.mean() / sd,
        "wilcoxonWilcox": {"statistic": wilcox.statistic, "pValue": wilcox.pvalue},
        "wilcoxonPratt": {"statistic": pratt.statistic, "pValue": pratt.pvalue},
        "signFlip": {"exact": exact, "pValue": flips.pvalue},
        "bcaInterval": [bca.confidence_interval.low, bca.confidence_interval.high],
    }


def paired():
    a = [0, 0.5, 1, 0.63093, 0, 0.38685, 1, 0, 0.5, 0.43068]
    b = [0.5, 0.5, 1, 1, 0, 0.63093, 0.63093, 0.38685, 1, 0]
    skewed_a = rng.gamma(0.6, 0.3, 60)
    skewed_b = skewed_a + rng.gamma(0.5, 0.2, 60) - 0.07
    big_a = np.round(rng.random(200), 2)
    big_b = np.where(rng.random(200) < 0.5, big_a, np.round(rng.random(200) * 1.06, 2))
    tiny_a = [0.1, 0.2, 0.3]
    tiny_b = [0.2, 0.4, 0.9]
    write(
        "paired.json",
        f"scipy {scipy.__version__}",
        [
            paired_case("ten users", a, b, True),
            paired_case("skewed differences", skewed_a, skewed_b, False),
            paired_case("many ties and zeros", big_a, big_b, False),
            paired_case("three users", tiny_a, tiny_b, True),
        ],
    )


def distributions():
    def grid(f, *axes):
        return [[*map(float, point), float(f(*point))] for point in np.stack(np.meshgrid(*axes), -1).reshape(-1, len(axes))]

    write(
        "distributions.json",
        f"scipy {scipy.__version__}",
        {
            "normalCdf": grid(stats.norm.cdf, [-9, -3, -1, -0.1, 0, 0.5, 2, 6]),
            "normalQuantile": grid(stats.norm.ppf, [1e-9, 0.001, 0.025, 0.3, 0.5, 0.8, 0.975, 0.9999]),
            "studentQuantile": grid(student_quantile, [0.001, 0.025, 0.4, 0.8, 0.975, 0.9995], [1, 2, 9, 100, 9999]),
            "studentTwoSided": grid(lambda t, df: 2 * stats.t.sf(abs(t), df), [0, 0.3, -1.5, 4, 12], [1, 2, 9, 100, 9999]),
            "chiSquareUpper": grid(stats.chi2.sf, [0.01, 1, 3.84, 18, 60], [1, 2, 5, 20]),
            "pairedPower": [
                [delta, n, alpha, float(power(delta, n, alpha))]
                for delta in (0.05, 0.2, 0.5, 1.0)
                for n in (10, 30, 200, 2000)
                for alpha in (0.05, 0.005)
            ],
        },
    )


def student_quantile(p, df):
    """Inverts scipy's distribution function: its own t.ppf is good to nine digits only."""
    tail = lambda t: stats.t.sf(t, df) - min(p, 1 - p)
    t = optimize.brentq(tail, 0, 1e4, xtol=1e-14, rtol=1e-15)
    return t if p > 0.5 else -t


def power(delta, n, alpha):
    shift, df = delta * np.sqrt(n), n - 1
    critical = stats.t.ppf(1 - alpha / 2, df)
    return stats.nct.sf(critical, df, shift) + stats.nct.cdf(-critical, df, shift)


def rankings():
    cases = []
    for size, k, grades in ((30, 10, 2), (50, 20, 4), (12, 12, 2), (100, 5, 6)):
        truth = rng.integers(0, grades, size) * (rng.random(size) < 0.4)
        if truth.max() == 0:
            truth[size // 2] = 1
        scores = rng.permutation(size).astype(float)
        cases.append(
            {
                "k": k,
                "grades": truth.tolist(),
                "ranking": np.argsort(-scores).tolist(),
                "ndcg": float(ndcg_score([truth], [scores])),
                "ndcgAtK": float(ndcg_score([truth], [scores], k=k)),
                "ndcgBurgesAtK": float(ndcg_score([2.0**truth - 1], [scores], k=k)),
                "averagePrecision": float(average_precision_score(truth > 0, scores)),
            }
        )
    write("rankings.json", f"scikit-learn {sklearn.__version__}", cases)


def ratio_lift():
    """The delta method against a brute-force bootstrap of the ratio of means."""
    a = rng.beta(2, 5, 400)
    b = a * 1.1 + rng.normal(0, 0.08, 400)
    draws = rng.integers(0, 400, (100_000, 400))
    ratios = b[draws].mean(1) / a[draws].mean(1) - 1
    write(
        "relative-lift.json",
        f"numpy {np.__version__}",
        [{"baseline": a.tolist(), "variant": b.tolist(), "lift": b.mean() / a.mean() - 1, "standardError": float(ratios.std(ddof=1))}],
    )


paired()
distributions()
rankings()
ratio_lift()
