"""The same sums, slow and obvious: one territory, one trajectory, one age at a time. Tests compare with these."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from qonys.engines.balance.services import Service

Floats = NDArray[np.float64]


def need(service: Service, people: Floats) -> float:
    """Units that people (2, ages) need."""
    total = 0.0
    last = people.shape[1] - 1
    for sex in range(2):
        for age in range(last + 1):
            top = last if service.ages.last is None else service.ages.last
            if service.ages.first <= age <= top:
                total += people[sex, age] * service.per_person
    return total


def labour_force(shape: Floats, shift: float, people: Floats) -> float:
    """People (2, ages) in the labour force at rates moved by `shift` on the logit scale."""
    total = 0.0
    for sex in range(2):
        for age in range(people.shape[1]):
            rate = shape[sex, age]
            if 0 < rate < 1:
                rate = 1 / (1 + math.exp(-(math.log(rate / (1 - rate)) + shift)))
            total += rate * people[sex, age]
    return total


def next_jobs(
    jobs: list[float], hired: list[float], replaced: list[float], before: list[float], now: list[float], local: float
) -> list[float]:
    """Jobs of each territory a year later; `before` and `now` are its people."""
    growth = [b / a - 1 for a, b in zip(before, now, strict=True)]
    common = sum(g * j for g, j in zip(growth, jobs, strict=True)) / sum(jobs)
    found = []
    for j, h, x, g in zip(jobs, hired, replaced, growth, strict=True):
        found.append(max(j + h - x + local * j * (g - common), 0.0))
    return found
