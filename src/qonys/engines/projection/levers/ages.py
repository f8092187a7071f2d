"""The ages of people who come with a programme: shares of broad groups, spread by a model schedule."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from qonys.engines.projection.processes.migration import model_schedule
from qonys.engines.vocabulary.age import AgeGroup
from qonys.engines.vocabulary.scenario import Shares
from qonys.engines.vocabulary.sex import FEMALE, MALE

Floats = NDArray[np.float64]

# Kandas of 2025: 34 % minors, 57.4 % of working age, 8.6 % pensioners (zakon.kz, 2026-01-28).
KANDAS: Shares = {"0-15": 0.34, "16-62": 0.574, "63+": 0.086}
# 4,279 of 8,950 settled in 2024 were of working age (Ministry of Labour); the rest is divided by assumption.
RESETTLERS: Shares = {"0-15": 0.45, "16-62": 0.478, "63+": 0.072}
WORKERS: Shares = {"18-29": 0.35, "30-44": 0.45, "45-62": 0.20}  # assumption


def by_sex_and_age(groups: Shares, men: float, ages: int) -> Floats:
    """Shares (2, ages) that sum to 1; within a group by the migrants' model schedule."""
    schedule = model_schedule(ages).sum(axis=0)
    shares = np.zeros(ages)
    for text, share in groups.items():
        covered = AgeGroup.parse(text).covers(ages - 1)
        within = schedule[covered]
        if len(within):
            shares[covered] += share * within / within.sum()
    both = np.empty((2, ages))
    both[MALE], both[FEMALE] = men * shares, (1.0 - men) * shares
    return np.asarray(both / both.sum())


def older(shares: Floats, years: int) -> Floats:
    """The same people some years later (nobody dies); the last age is open and keeps those who reach it."""
    last = shares.shape[-1] - 1
    later = np.zeros_like(shares)
    for age in range(last + 1):
        later[:, min(age + years, last)] += shares[:, age]
    return later
