"""Golden values of the slate estimators: the definitions of Open Bandit Pipeline (zr-obp 0.5, obp/ope/estimators_slate.py) in numpy.

    /usr/bin/python3 test/golden/make-slates.py > test/golden/slates.json
"""

import json

import numpy as np

rng = np.random.default_rng(11)
rounds, length, actions = 300, 3, 6


def plackett_luce(scores, chosen):
    """Distribution over actions at each position, given those above."""
    distributions, available = [], np.ones(len(scores), bool)
    for action in chosen:
        weights = np.where(available, np.exp(scores - scores.max()), 0)
        distributions.append(weights / weights.sum())
        available[action] = False
    return np.array(distributions)


logging_scores, target_scores = rng.normal(size=(rounds, actions)) * 0.5, rng.normal(size=(rounds, actions)) * 0.8
action = np.empty((rounds, length), int)
logging, target_all = np.empty((rounds, length)), np.empty((rounds, length, actions))
for i in range(rounds):
    action[i] = np.argsort(-(logging_scores[i] + rng.gumbel(size=actions)))[:length]
    logging[i] = plackett_luce(logging_scores[i], action[i])[np.arange(length), action[i]]
    target_all[i] = plackett_luce(target_scores[i], action[i])
rows, places = np.arange(rounds)[:, None], np.arange(length)[None, :]
target = target_all[rows, places, action]
reward = (rng.random((rounds, length)) < 0.2 + 0.1 * (action % 3)).astype(float)
q_hat = np.round(rng.uniform(0, 0.6, size=(rounds, length, actions)), 3)

# As in obp: joint probabilities from the top to the position.
iw = np.cumprod(target, axis=1) / np.cumprod(logging, axis=1)
iw_slate = np.repeat(iw[:, -1:], length, axis=1)
iw_prev = np.hstack([np.ones((rounds, 1)), iw[:, :-1]])
expected_q = (target_all * q_hat).sum(axis=2)
estimates = {
    "ips": (iw_slate * reward).sum() / rounds,
    "snips": (iw_slate * reward / iw_slate.mean(axis=0)).sum() / rounds,
    "rewardInteraction": (iw * reward).sum() / rounds,
    "selfNormalizedRewardInteraction": (iw * reward / iw.mean(axis=0)).sum() / rounds,
    "cascadeDoublyRobust": (iw * (reward - q_hat[rows, places, action]) + iw_prev * expected_q).sum() / rounds,
}
print(
    json.dumps(
        {
            "numpy": np.__version__,
            "slates": np.repeat(np.arange(rounds), length).tolist(),
            "positions": np.tile(np.arange(1, length + 1), rounds).tolist(),
            "rewards": reward.ravel().tolist(),
            "loggingProbabilities": logging.ravel().tolist(),
            "targetProbabilities": target.ravel().tolist(),
            "predictedRewards": q_hat[rows, places, action].ravel().tolist(),
            "targetValues": expected_q.ravel().tolist(),
            "estimates": estimates,
        }
    )
)
