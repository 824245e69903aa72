"""The same A/A tests with numpy, one test at a time as arrays over its users: the peer of bench/simulate.ts.

    python3 bench/peers/simulate_peer.py [tests] [users]

Draws users, arms, visits and clicks as bench/simulate.ts does, and applies the naive and the always-valid rule after every user.
"""

import json
import sys
import time

import numpy as np

TESTS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
USERS = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
LEVEL, IDLE, DAYS, VISITS_PER_DAY, LENGTH, PROFILES, LEAST = 0.05, 0.2, 7, 0.1, 5, 60, 50

rng = np.random.default_rng(2)
chances = (0.2 + 0.4 * rng.random((PROFILES, LENGTH))) / np.arange(1, LENGTH + 1)
counts = np.zeros((PROFILES, LENGTH + 1))
counts[:, 0] = 1
for place in range(LENGTH):
    chance = chances[:, place : place + 1]
    counts[:, 1:] = counts[:, 1:] * (1 - chance) + counts[:, :-1] * chance
    counts[:, :1] *= 1 - chance
counts *= 1 - IDLE
counts[:, 0] += IDLE
cumulative = np.cumsum(counts, axis=1)

n = np.arange(1, USERS + 1)
twice = -2 * np.log(LEVEL)
growth = n * (twice + np.log(twice + 1)) / USERS + 1
always = np.sqrt(growth / (growth - 1) * (np.log(growth) + twice))


def test():
    arm = rng.random(USERS) >= 0.5
    profile = rng.integers(0, PROFILES, USERS)
    visits = 1 + rng.poisson(rng.exponential(VISITS_PER_DAY, USERS) * DAYS)
    of = np.repeat(profile, visits)
    clicks = (rng.random(len(of))[:, None] >= cumulative[of, :-1]).sum(axis=1)
    outcome = np.add.reduceat(clicks, np.concatenate(([0], np.cumsum(visits)[:-1]))).astype(float)
    means, variances, sizes = [], [], []
    for own in (~arm, arm):
        size = np.cumsum(own)
        total = np.cumsum(np.where(own, outcome, 0))
        squares = np.cumsum(np.where(own, outcome * outcome, 0))
        with np.errstate(divide="ignore", invalid="ignore"):
            means.append(total / size)
            variances.append((squares - total * total / size) / (size - 1) / size)
        sizes.append(size)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.abs(means[1] - means[0]) / np.sqrt(variances[0] + variances[1])
    z[(sizes[0] < LEAST) | (sizes[1] < LEAST)] = 0
    return bool((z >= 1.959963984540054).any()), bool((z >= always).any())


test()
started = time.process_time()
alarms = np.array([test() for _ in range(TESTS)])
seconds = time.process_time() - started
print(
    json.dumps(
        {
            "tests": TESTS,
            "users": USERS,
            "cpuSeconds": round(seconds, 2),
            "millionUsersPerSecond": round(TESTS * USERS / seconds / 1e6, 2),
            "falseAlarms": {"naive": float(alarms[:, 0].mean()), "always-valid": float(alarms[:, 1].mean())},
        }
    )
)
