"""The scores again, slowly and in the words of their definitions: what the fast ones are tested against."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise


def quantile(samples: Sequence[float], probability: float) -> float:
    """Linear interpolation between order statistics (type 7 of Hyndman and Fan 1996)."""
    ordered = sorted(samples)
    position = probability * (len(ordered) - 1)
    below = int(position)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (position - below) * (ordered[above] - ordered[below])


def pinball_loss(predicted: float, observed: float, probability: float) -> float:
    """The loss whose expectation the true quantile minimises."""
    if observed >= predicted:
        return probability * (observed - predicted)
    return (1.0 - probability) * (predicted - observed)


def weighted_interval_score(samples: Sequence[float], observed: float, levels: Sequence[float]) -> float:
    """Twice the mean pinball loss of the median and of the quantiles that bound the intervals."""
    probabilities = [0.5]
    for level in levels:
        probabilities += [(1.0 - level) / 2.0, (1.0 + level) / 2.0]
    losses = [pinball_loss(quantile(samples, p), observed, p) for p in probabilities]
    return 2.0 * sum(losses) / len(probabilities)


def crps(samples: Sequence[float], observed: float) -> float:
    """The integral of (F(x) - 1{x >= observed})^2 over x, F the samples' step function."""
    points = sorted([*samples, observed])
    area = 0.0
    for left, right in pairwise(points):
        share_below = sum(1 for value in samples if value <= left) / len(samples)
        happened = 1.0 if left >= observed else 0.0
        area += (share_below - happened) ** 2 * (right - left)
    return area
