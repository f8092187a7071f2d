"""What a scenario comes to: every indicator of every trajectory, territory and year.

Counted while the projection passes, in one walk over the people of each block, so that only sums are kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

from qonys.engines.projection.indicators import CHILDBEARING, flow_indicators
from qonys.engines.projection.levers.bands import LAST_ACTIVE_AGE, WorkingLives
from qonys.engines.projection.levers.baseline import Baseline
from qonys.engines.projection.levers.steering import Steered
from qonys.engines.projection.trajectories import TrajectoryYear, in_blocks, project
from qonys.engines.vocabulary.age import AgeGroup
from qonys.engines.vocabulary.sex import FEMALE, MALE

Floats = NDArray[np.float64]

STOCKS = (
    "population",
    "population_male",
    "population_female",
    "preschool_age",
    "school_age",
    "working_age",
    "pension_age",
    "women_15_49",
    "child_dependency",
    "old_age_dependency",
    "total_dependency",
    "potential_workforce",
    "effective_dependency",
    "school_seats_per_child",
)
COUNTED = ("male", "female", "preschool", "school", "children", "working", "pension", "mothers", "between", "young_old")


@dataclass(frozen=True)
class Outcome:
    """Stocks on 1 January of `stock_years`, flows during `flow_years`; territories in the order of `codes`."""

    codes: tuple[str, ...]  # the nation last
    stock_years: NDArray[np.int64]  # (T + 1,)
    stocks: Mapping[str, Floats]  # (T + 1, R + 1, J)
    flows: Mapping[str, Floats]  # (T, R + 1, J)

    def of(self, indicator: str) -> tuple[NDArray[np.int64], Floats]:
        """The years of an indicator and its values (years, R + 1, J)."""
        if indicator in self.stocks:
            return self.stock_years, self.stocks[indicator]
        return self.stock_years[:-1], self.flows[indicator]

    @property
    def indicators(self) -> tuple[str, ...]:
        return (*self.stocks, *self.flows)


def outcome(baseline: Baseline, steered: Steered, threads: int = 1) -> Outcome:
    """Project the scenario and count every year. `steered` must come from the same baseline."""
    counts, totals = [], []
    passing = project(
        baseline.start, baseline.rates, baseline.pattern, steered.paths, measures=steered.measures, threads=threads
    )
    with ThreadPoolExecutor(threads) as pool:
        for place, year in enumerate(passing):
            counts.append(_count(year, _weights(steered.lives, place, baseline), pool, threads))
            if place > 0:  # before the base nothing was projected
                totals.append(year.totals.copy())  # the blocks are reused by the next year
    flows = {
        name: np.asarray(values, dtype=np.float64)
        for name, values in flow_indicators(np.stack(totals).transpose(3, 0, 2, 1)).items()
    }
    stocks = _stocks(np.stack(counts), steered)
    return Outcome((*baseline.codes, baseline.nation), steered.lives.years, stocks, flows)


def _weights(lives: WorkingLives, place: int, baseline: Baseline) -> Floats:
    """Who is counted in which group: (groups, 2, A+1), mostly 0 or 1."""
    ages = baseline.start.shape[-1]
    weights = np.zeros((len(COUNTED), 2, ages))

    def fill(group: str, band: AgeGroup) -> None:
        weights[COUNTED.index(group), :, band.covers(ages - 1)] = 1.0

    bands = lives.usual
    weights[COUNTED.index("male"), MALE] = 1.0
    weights[COUNTED.index("female"), FEMALE] = 1.0
    fill("preschool", bands.preschool)
    fill("school", bands.school)
    fill("children", AgeGroup(0, bands.working.first - 1))
    weights[COUNTED.index("mothers"), FEMALE, CHILDBEARING.covers(ages - 1)] = 1.0
    fill("working", bands.working)
    fill("pension", bands.pension)
    past = lives.past_the_border(place, ages)
    if lives.changed(place):
        grown_up = np.arange(ages) >= bands.working.first
        usual = weights[COUNTED.index("working"), 0].copy()
        weights[COUNTED.index("working")] = (1.0 - past) * grown_up
        weights[COUNTED.index("pension")] = past
        weights[COUNTED.index("between")] = (1.0 - past) * grown_up - usual
    weights[COUNTED.index("young_old")] = past * (np.arange(ages) <= LAST_ACTIVE_AGE)
    return weights


def _count(year: TrajectoryYear, weights: Floats, pool: ThreadPoolExecutor, threads: int) -> Floats:
    """People of each group (groups, R + 1, J), the nation last."""
    blocks = year.blocks
    counted = np.zeros((blocks.shape[0], len(weights), blocks.shape[3] + 1, blocks.shape[4]))
    in_blocks(pool, threads, blocks.shape[0], partial(_add_up, blocks, weights, counted))
    return np.ascontiguousarray(year.lanes.gather(counted).transpose(1, 2, 0))


@numba.njit(cache=True, nogil=True)
def _add_up(blocks: Any, weights: Any, counted: Any, first: int, last: int) -> None:
    """Add blocks (B, 2, A+1, R, L) to counted (B, groups, R + 1, L)."""
    groups = len(weights)
    territories, lanes = blocks.shape[3:]
    for b in range(first, last):
        for s in range(2):
            for a in range(blocks.shape[2]):
                for g in range(groups):
                    weight = weights[g, s, a]
                    if weight != 0.0:
                        for r in range(territories):
                            for k in range(lanes):
                                counted[b, g, r, k] += weight * blocks[b, s, a, r, k]
        for g in range(groups):
            for r in range(territories):
                for k in range(lanes):
                    counted[b, g, territories, k] += counted[b, g, r, k]


def _stocks(counts: Floats, steered: Steered) -> dict[str, Floats]:
    """Indicators (T + 1, R + 1, J) from counts (T + 1, groups, R + 1, J)."""
    group = {name: counts[:, place] for place, name in enumerate(COUNTED)}
    lives = steered.lives
    working, old, children = group["working"], group["pension"], group["children"]
    staying = lives.active[:, None, None] * group["young_old"]
    workforce = working - group["between"] * (1.0 - lives.response) + staying
    seats = np.full(working.shape[:2], np.nan)
    seats[:, :-1] = steered.school_seats
    made = {
        "population": group["male"] + group["female"],
        "population_male": group["male"],
        "population_female": group["female"],
        "preschool_age": group["preschool"],
        "school_age": group["school"],
        "working_age": working,
        "pension_age": old,
        "women_15_49": group["mothers"],
        "child_dependency": 100 * children / working,
        "old_age_dependency": 100 * old / working,
        "total_dependency": 100 * (children + old) / working,
        "potential_workforce": workforce,
        "effective_dependency": 100 * (children + working + old - workforce) / workforce,
        "school_seats_per_child": seats[:, :, None] / group["school"],
    }
    return {name: made[name] for name in STOCKS}
