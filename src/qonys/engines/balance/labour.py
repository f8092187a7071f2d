"""The labour balance: jobs that are there to be filled, against the people who can fill them.

    jobs next year = jobs + hiring needed - leavers replaced + jobs that follow people
    gap            = jobs - labour force x the share of it that can be at work at once

The published demand counts everybody to be hired: for new jobs, and to replace those who leave for good. Only the first
makes more jobs, so the leavers, known from the ages of the labour force, are taken off. Jobs that serve residents
follow them from territory to territory; these shifts sum to zero, so the nation's demand stays the published one.
All arrays are (R territories, J trajectories).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class LabourMarket:
    """What is known of the labour markets of R territories over T years from `first_year` on."""

    first_year: int
    activity: Floats  # (T, R, 2, ages), share of people in the labour force on 1 January
    leaving: Floats  # (T, R, 2, ages), share of people who leave it for good during the year
    jobs_per_active: Floats  # (R,), filled and vacant jobs per person in the labour force of the first year
    hiring: Floats  # (T, R), persons to be hired during the year
    employed_share: float  # of the labour force, when it is as tight as it gets
    local_jobs: float  # share of jobs that follow the people they serve

    def __post_init__(self) -> None:
        years, territories = self.hiring.shape
        if self.activity.shape[:2] != (years, territories) or self.jobs_per_active.shape != (territories,):
            raise ValueError("Activity, jobs and hiring speak of different years or territories.")
        if not 0 < self.employed_share <= 1 or not 0 <= self.local_jobs <= 1:
            raise ValueError("The employed share lies in (0, 1], the share of local jobs in [0, 1].")

    def at(self, year: int) -> int:
        """The position of a year; years past the last are like the last."""
        return min(max(year - self.first_year, 0), len(self.hiring) - 1)


@dataclass(frozen=True)
class LabourCount:
    """What one year's people mean for the labour market, (R, J) each."""

    people: Floats
    labour_force: Floats
    leavers: Floats  # during the year that begins


@dataclass(frozen=True)
class LabourYear:
    """The balance on 1 January: `jobs` to fill, `workers` who can be at work, and what the next year starts from."""

    year: int
    jobs: Floats
    workers: Floats
    count: LabourCount

    @property
    def gap(self) -> Floats:
        """Workers missing (plus) or without a job to go to (minus)."""
        return self.jobs - self.workers


def first_labour_year(market: LabourMarket, count: LabourCount, doubt: Floats) -> LabourYear:
    """The base year; `doubt` (R, J) is the log error of its jobs.

    Jobs are told per person in the labour force: where more people live than was thought, more of them are at work too.
    """
    jobs = count.labour_force * market.jobs_per_active[:, None] * np.exp(doubt)
    return LabourYear(market.first_year, jobs, count.labour_force * market.employed_share, count)


def next_labour_year(market: LabourMarket, before: LabourYear, count: LabourCount, doubt: Floats) -> LabourYear:
    """One year on; `doubt` (R, J) is the log error of the hiring that was published."""
    hired = market.hiring[market.at(before.year)][:, None] * np.exp(doubt)
    replaced = before.count.leavers * market.employed_share
    jobs = before.jobs + hired - replaced + market.local_jobs * _following(before, count.people)
    return LabourYear(
        before.year + 1, np.maximum(jobs, 0.0), count.labour_force * market.employed_share, count
    )  # a territory that empties has no jobs left, never fewer than none


def _following(before: LabourYear, people: Floats) -> Floats:
    """Jobs that would follow people if all did: each territory's growth beyond the growth common to all jobs."""
    growth = np.divide(people, before.count.people, out=np.ones_like(people), where=before.count.people > 0) - 1.0
    wanted = before.jobs * growth
    total = before.jobs.sum(axis=0)
    common = np.divide(wanted.sum(axis=0), total, out=np.zeros_like(total), where=total > 0)
    return np.asarray(wanted - before.jobs * common)
