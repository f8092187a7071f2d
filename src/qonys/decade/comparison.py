"""The same ten years with feedback and without: the same families with the same luck, placed by what is believed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from qonys.decade.history import Decade
from qonys.decade.living import live
from qonys.decade.placing import Solve
from qonys.decade.world import ADULTS, TENURE, YEARS, Setting, World, draw
from qonys.engines.evaluation.outcomes import kaplan_meier
from qonys.engines.projection.streams import Streams

Floats = NDArray[np.float64]

WAYS = ("without", "with", "knowing")  # feedback; `knowing`: the truth is told, which no office can reach
FIRST_LEARNED = 2  # placements of this year on stand on outcomes
MEASURES = ("employed", "employed_later", "retained", "retained_later", "placed")


@dataclass(frozen=True)
class Replication:
    """One country lived through in every way; shares by way and measure, and employment by year of arrival."""

    shares: Mapping[str, Mapping[str, float]]
    employed_by_year: Mapping[str, Floats]
    retained_by_year: Mapping[str, Floats]


@dataclass(frozen=True)
class Difference:
    """Means over replications, and the mean of the differences within them with its 95 % interval."""

    without: float
    with_: float
    knowing: float
    gain: float
    low: float
    high: float
    better: float  # share of replications in which feedback did better

    @property
    def of_possible(self) -> float:
        """How much of what knowing the truth would bring was reached."""
        possible = self.knowing - self.without
        return self.gain / possible if possible else float("nan")


@dataclass(frozen=True)
class Comparison:
    setting: Setting
    replications: tuple[Replication, ...]

    def difference(self, measure: str) -> Difference:
        values = {way: np.array([each.shares[way][measure] for each in self.replications]) for way in WAYS}
        gain = values["with"] - values["without"]
        half = float(ndtri(0.975) * gain.std(ddof=1) / np.sqrt(len(gain)))
        mean = float(gain.mean())
        without, with_, knowing = (float(values[way].mean()) for way in WAYS)
        return Difference(without, with_, knowing, mean, mean - half, mean + half, better=float((gain > 0).mean()))

    def course(self, way: str, measure: str) -> tuple[Floats, Floats]:
        """By year of arrival: the mean over replications and half the width of its 95 % interval."""
        rows = np.array([getattr(each, f"{measure}_by_year")[way] for each in self.replications])
        return rows.mean(axis=0), ndtri(0.975) * rows.std(axis=0, ddof=1) / np.sqrt(len(rows))


def compare(
    setting: Setting,
    replications: int,
    seed: int,
    solve: Solve,
    progress: Callable[[int], None] = lambda done: None,
) -> Comparison:
    """Each replication is another country; within it the ways differ by what was known, not by luck."""
    found = []
    for replication in range(replications):
        found.append(_replication(draw(setting, Streams(seed), replication), solve))
        progress(replication + 1)
    return Comparison(setting, tuple(found))


def _replication(world: World, solve: Solve) -> Replication:
    decades = {
        "without": live(world, feedback=False, solve=solve),
        "with": live(world, feedback=True, solve=solve),
        "knowing": live(world.known_truth(), feedback=False, solve=solve),
    }
    return Replication(
        {way: _shares(decade) for way, decade in decades.items()},
        {way: _by_year(decade, _employed, YEARS - 1) for way, decade in decades.items()},
        {way: _by_year(decade, _retained, YEARS - TENURE) for way, decade in decades.items()},
    )


def _shares(decade: Decade) -> dict[str, float]:
    """Only what is over by the end of the tenth year is counted: nine cohorts for work, five for five years."""
    asked = decade.settled & (decade.placed < YEARS - 1)
    whole = decade.settled & (decade.placed < YEARS - TENURE)
    later = decade.placed >= FIRST_LEARNED
    return {
        "employed": _employed(decade, asked),
        "employed_later": _employed(decade, asked & later),
        "retained": _retained(decade, whole),
        "retained_later": _retained(decade, whole & later),
        "placed": float(decade.settled.mean()),
        "estimated": seen_retention(decade),
    }


def seen_retention(decade: Decade) -> float:
    """Five-year retention by Kaplan and Meier over all ten cohorts, each followed as far as the decade goes."""
    began, left = np.zeros(TENURE), np.zeros(TENURE)
    for tenure in range(TENURE):
        over = decade.settled & (decade.placed + 1 + tenure < YEARS) & (decade.leaves >= tenure)
        began[tenure], left[tenure] = over.sum(), (over & (decade.leaves == tenure)).sum()
    return float(kaplan_meier(began, left).stays[-1])


def _by_year(decade: Decade, share: Callable[[Decade, NDArray[np.bool_]], float], years: int) -> Floats:
    return np.array([share(decade, decade.settled & (decade.placed == year)) for year in range(years)])


def _employed(decade: Decade, which: NDArray[np.bool_]) -> float:
    adults = ADULTS[decade.world.type[which]].sum()
    return float(decade.works[which].sum() / adults) if adults else float("nan")


def _retained(decade: Decade, which: NDArray[np.bool_]) -> float:
    return float((decade.leaves[which] >= TENURE).mean()) if which.any() else float("nan")
