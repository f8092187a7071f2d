"""Many trajectories of a country and its territories, one year at a time.

Only the current year of every trajectory is held: 10,000 trajectories of 20 territories are 0.3 GB however far the
projection goes. Whoever wants quantiles takes them from each year as it passes (`quantiles.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from qonys.engines.projection import kernel
from qonys.engines.projection.paths import Paths
from qonys.engines.vocabulary.rates import NationalRates, RegionalPattern

Floats = NDArray[np.float64]

# Territories x lanes. A row of one sex and age with all its scratch space stays in the second-level cache, and is long
# enough for the compiled loops to be worth their calls.
ROW = 5120
FEWEST_BLOCKS = 4  # so that every thread has work


@dataclass(frozen=True)
class Lanes:
    """How J trajectories are laid out in blocks of lanes; the last block is padded with copies."""

    trajectories: int
    width: int

    @classmethod
    def for_size(cls, trajectories: int, territories: int) -> Lanes:
        return cls(trajectories, min(max(ROW // territories, 8), -(-trajectories // FEWEST_BLOCKS)))

    @property
    def blocks(self) -> int:
        return -(-self.trajectories // self.width)

    def spread(self, by_trajectory: NDArray[Any]) -> Floats:
        """(J, ...) -> (B, ..., L)"""
        missing = self.blocks * self.width - self.trajectories
        padded = np.concatenate([by_trajectory, by_trajectory[:1].repeat(missing, axis=0)])
        blocks = padded.reshape(self.blocks, self.width, *by_trajectory.shape[1:])
        return np.ascontiguousarray(np.moveaxis(blocks, 1, -1), dtype=np.float64)

    def gather(self, by_block: Floats) -> Floats:
        """(B, ..., L) -> (J, ...)"""
        rows = np.moveaxis(by_block, -1, 1)
        return rows.reshape(self.blocks * self.width, *rows.shape[2:])[: self.trajectories].copy()


@dataclass(frozen=True)
class TrajectoryYear:
    """One year of all trajectories. The blocks are reused by the next year: copy what must last."""

    year: int
    lanes: Lanes
    blocks: Floats  # (B, 2, A+1, R, L), people on 31 December
    totals_by_block: Floats  # (B, R + 1, kernel.TOTALS, L)
    cells_by_block: Floats  # (B, kernel.CELLS, 2, A+1, R, L), B = 0 unless asked for

    @property
    def population(self) -> Floats:
        """(J, R, 2, A+1), a copy."""
        return self.lanes.gather(self.blocks.transpose(0, 3, 1, 2, 4))

    @property
    def totals(self) -> Floats:
        """(J, R + 1, kernel.TOTALS), a copy; the nation last."""
        return self.lanes.gather(self.totals_by_block)

    @property
    def cells(self) -> Floats:
        """(J, kernel.CELLS, R, 2, A+1), a copy."""
        return self.lanes.gather(self.cells_by_block.transpose(0, 1, 4, 2, 3, 5))


class Measures(Protocol):
    """What policy adds to a year: events of its own, after all others, each with its account."""

    def settle(
        self, t: int, lanes: Lanes, nation: kernel.Nation, chance: kernel.Chance
    ) -> Callable[[int, int, Floats, Floats, Floats], None] | None:
        """For year `t`, what adds events to blocks first..last-1 of people, totals and cells."""


def project(
    start: Floats,
    rates: NationalRates,
    pattern: RegionalPattern,
    paths: Paths,
    *,
    measures: Measures | None = None,
    threads: int = 1,
    record_cells: bool = False,
) -> Iterator[TrajectoryYear]:
    """Project `start` (J, R, 2, A+1) through every year of `rates`; first comes the start itself, with no events.

    The nation's events come from `rates`, disturbed by `paths.national`; the territories share them by `pattern`,
    disturbed by `paths.regional`. Their sum is the national projection of the same trajectory, to rounding.
    `measures` close each year with events of their own.
    """
    trajectories, territories, _, ages = start.shape
    lanes = Lanes.for_size(trajectories, territories)
    people = lanes.spread(start.transpose(0, 2, 3, 1))
    totals = np.zeros((lanes.blocks, territories + 1, kernel.TOTALS, lanes.width))
    recorded = lanes.blocks if record_cells else 0
    cells = np.empty((recorded, kernel.CELLS, 2, ages, territories, lanes.width))
    local = _pattern(pattern, start.mean(axis=0))
    busiest = local.moves.max(axis=(0, 1))  # (origins, destinations), the age that moves most
    years = [int(year) for year in rates.survival.time.values]
    yield TrajectoryYear(years[0] - 1, lanes, people, totals, cells)
    with ThreadPoolExecutor(threads) as pool:
        for t, year in enumerate(years):
            nation, chance = _nation(rates, t), _chance(paths, t, lanes, busiest)
            settle = measures.settle(t, lanes, nation, chance) if measures is not None else None
            given = (people, nation, local, chance, totals, cells)
            in_blocks(pool, threads, lanes.blocks, partial(_advance, given, settle))
            yield TrajectoryYear(year, lanes, people, totals, cells)


def _advance(given: tuple[Any, ...], settle: Callable[..., None] | None, first: int, last: int) -> None:
    kernel.advance(first, last, *given)
    if settle is not None:
        people, *_, totals, cells = given
        settle(first, last, people, totals, cells)


def in_blocks(pool: ThreadPoolExecutor, threads: int, count: int, work: Callable[[int, int], object]) -> None:
    """Run `work(first, last)` over 0..count, divided among the threads; raise what any of them raises."""
    edges = np.linspace(0, count, threads + 1).astype(int)
    for done in [pool.submit(work, int(a), int(b)) for a, b in pairwise(edges)]:
        done.result()


def _nation(rates: NationalRates, t: int) -> kernel.Nation:
    return kernel.Nation(
        hazard=-np.log(_plain(rates.survival[t])),
        fertility=_plain(rates.fertility[t]),
        girls_share=1.0 / (1.0 + float(rates.sex_ratio_at_birth[t])),
        immigrants=_plain(rates.immigrants[t]),
        emigrants=_plain(rates.emigrants[t]),
    )


def _pattern(pattern: RegionalPattern, people: Floats) -> kernel.Pattern:
    emigrants = np.asarray(pattern.emigrants, dtype=np.float64)
    # A share of the emigrants, per person living there: a territory that empties sends fewer.
    propensity = np.divide(emigrants, people, out=np.zeros_like(people), where=people > 0)
    return kernel.Pattern(
        hazard=_plain(pattern.mortality.transpose("sex", "age", "territory")),
        fertility=_plain(pattern.fertility.transpose("age", "territory")),
        moves=_plain(pattern.internal_migration.transpose("sex", "age", "origin", "destination")),
        moves_back=_plain(pattern.internal_migration.transpose("sex", "age", "destination", "origin")),
        immigrants=_plain(pattern.immigrants.transpose("sex", "age", "territory")),
        emigrants=_plain(propensity.transpose(1, 2, 0)),
    )


def _chance(paths: Paths, t: int, lanes: Lanes, busiest: Floats) -> kernel.Chance:
    nation, local = paths.national, paths.regional
    arrivals = local.arrivals[t].astype(np.float64)
    # However attractive the destinations, nobody moves who is not there.
    leaving = np.einsum("od,jd->jo", busiest, arrivals)
    departures = np.minimum(local.departures[t], kernel.MOST_WHO_CAN_LEAVE / np.maximum(leaving, 1e-12))
    return kernel.Chance(
        shape=_plain(nation.mortality_shape),
        fertility=lanes.spread(nation.fertility[t]),
        index=lanes.spread(nation.mortality_index[t]),
        immigrants=lanes.spread(nation.immigrants[t]),
        emigrants=lanes.spread(nation.emigrants[t]),
        local_fertility=lanes.spread(local.fertility[t]),
        local_hazard=lanes.spread(local.mortality[t]),
        departures=lanes.spread(departures),
        arrivals=lanes.spread(arrivals),
    )


def _plain(labelled: Any) -> Floats:
    return np.ascontiguousarray(labelled, dtype=np.float64)
