"""Golden values for sequential tests: run with scipy and numpy, prints JSON (test/golden/sequential.json).

    python3 test/golden/make-sequential.py > test/golden/sequential.json
"""

import json

import numpy as np
import scipy
from scipy import stats


def crossing(bounds, shift):
    """Chance that |Z_k| of equally spaced looks ever reaches its bound: 1 - the mass of the box, by multivariate_normal.cdf."""
    looks = len(bounds)
    times = np.arange(1, looks + 1) / looks
    covariance = np.sqrt(np.minimum.outer(times, times) / np.maximum.outer(times, times))
    mean = shift * np.sqrt(times)
    # Inclusion and exclusion over the lower corners of the box.
    inside = 0.0
    for corner in range(2**looks):
        low = [(corner >> k) & 1 for k in range(looks)]
        upper = np.array([-bounds[k] if low[k] else bounds[k] for k in range(looks)])
        inside += (-1) ** sum(low) * stats.multivariate_normal.cdf(upper, mean=mean, cov=covariance, abseps=1e-9, releps=1e-9, maxpts=2_000_000)
    return 1 - inside


cases = []
for bounds in ([2.178, 2.178], [2.797, 1.977], [2.289, 2.289, 2.289], [3.471, 2.454, 2.004]):
    for shift in (0.0, 1.5, 2.8):
        cases.append({"bounds": bounds, "shift": shift, "crossing": float(crossing(bounds, shift))})

rng = np.random.default_rng(5)
arms = []
for scale in (1.0, 1.1):
    before = rng.poisson(rng.gamma(2, 1, 60)).astype(float)
    after = rng.poisson(scale * (0.3 + 0.6 * before)).astype(float)
    arms.append({"after": after.tolist(), "before": before.tolist()})
y = [np.array(arm["after"]) for arm in arms]
x = [np.array(arm["before"]) for arm in arms]
centred = [(a - a.mean(), b - b.mean()) for a, b in zip(y, x)]
theta = sum((a * b).sum() for a, b in centred) / sum((b * b).sum() for _, b in centred)
overall = np.concatenate(x).mean()
adjusted = [a - theta * (b - overall) for a, b in zip(y, x)]


def estimate(values):
    return {"means": [float(v.mean()) for v in values], "variances": [float(v.var(ddof=1) / len(v)) for v in values]}


def fieller(values, critical):
    (first, second), (a, b) = estimate(values)["means"], estimate(values)["variances"]
    roots = np.roots([first**2 - critical**2 * a, -2 * first * second, second**2 - critical**2 * b])
    return sorted(float(root - 1) for root in roots)


critical = float(stats.norm.ppf(0.975))
print(
    json.dumps(
        {
            "program": f"scipy {scipy.__version__}, numpy {np.__version__}",
            "script": "test/golden/make-sequential.py",
            "crossing": cases,
            "arms": arms,
            "theta": float(theta),
            "plain": estimate(y),
            "adjusted": estimate(adjusted),
            "critical": critical,
            "lift": fieller(y, critical),
            "adjustedLift": fieller(adjusted, critical),
        },
        indent=1,
    )
)
