"""Where moves between territories are heading: a flow forecast of the next years, carried into the long run.

A projection moves people by a pattern of rates that stands for the long run. For the years a flow forecast covers, the
pattern is bent so that at the median it yields the forecast's arrivals and departures, and so that its luck is as wide
as the forecast says; past them both fade back, a little every year, so that no year jumps.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from qonys.engines.projection.paths import Paths, RegionalPaths
from qonys.engines.projection.trajectories import project
from qonys.engines.vocabulary.errors import SumsDisagree
from qonys.engines.vocabulary.rates import NationalRates, RegionalPattern

Floats = NDArray[np.float64]

FADES = 0.92  # what is left of a deviation after a year, as of the territories' own (processes/regional.py)
PUSH_EBBS = 0.8  # what is left after a year of the push that moved the rates in the last year forecast
ROUNDS, TOLERANCE = 500, 1e-10


@dataclass(frozen=True)
class FlowsAhead:
    """What a flow forecast says of the first h years: arrivals and departures, and how wide the nation's total is."""

    arrivals: Floats  # (h, R), persons
    departures: Floats  # (h, R), persons; each year sums to what arrives
    spread: Floats  # (h,), standard deviation of the log of all moves


@dataclass(frozen=True)
class Course:
    """Multipliers of the pattern at the median, and of the part of mobility's luck that all territories share."""

    departures: Floats  # (T, R)
    arrivals: Floats  # (T, R)
    width: Floats  # (T,)

    def median(self, paths: Paths) -> Paths:
        """Paths without chance that follow the course."""
        return replace(paths, regional=self._steered(paths.regional, np.ones_like(self.width)))

    def bend(self, paths: Paths) -> Paths:
        """The same futures, each as it strays from the course instead of from the pattern."""
        return replace(paths, regional=self._steered(paths.regional, self.width))

    def _steered(self, paths: RegionalPaths, width: Floats) -> RegionalPaths:
        """Over the first years of the course, as many as the paths have."""
        years = len(paths.departures)
        out_of, into = (side[:years, None].astype(np.float32) for side in (self.departures, self.arrivals))
        # Arrivals hold nothing of what is common, so the mean of both over territories is the common part itself.
        common = (np.log(paths.departures) + np.log(paths.arrivals)).mean(axis=2, keepdims=True)
        wider = np.exp((width[:years, None, None] - 1.0) * common).astype(np.float32)
        return replace(paths, departures=paths.departures * wider * out_of, arrivals=paths.arrivals * into)


def course(ahead: FlowsAhead, base: Floats, rates: NationalRates, pattern: RegionalPattern, paths: Paths) -> Course:
    """The course of T years from a forecast of the first h and the base population (R, 2, A+1).

    Year by year: what a year's moves change decides who is there to move in the next. Raises SumsDisagree where no
    moves between the territories have these arrivals and departures.
    """
    known = min(len(ahead.spread), paths.years)
    moves = np.asarray(pattern.internal_migration.transpose("origin", "destination", "sex", "age"), dtype=np.float64)
    median = Paths.median(known, len(base), base.shape[-1])
    so_far = Course(np.ones((known, len(base))), np.ones((known, len(base))), np.ones(known))
    for t in range(known):
        movers = _at_mid_year(_people(base, rates, pattern, so_far.median(median), t), rates, pattern, t)
        expected = np.einsum("odsa,osa->od", moves, movers)
        so_far.departures[t], so_far.arrivals[t] = scaling(expected, ahead.departures[t], ahead.arrivals[t])
    return Course(
        _faded(so_far.departures, paths.years),
        _faded(so_far.arrivals, paths.years),
        1.0 + _fading(_width(ahead, paths, known) - 1.0, paths.years, push_ebbs=0.0),
    )


def _width(ahead: FlowsAhead, paths: Paths, known: int) -> Floats:
    """How much wider than the common part of mobility's luck the forecast is, (h,)."""
    common = np.log(paths.regional.departures[:known]).mean(axis=2) + np.log(paths.regional.arrivals[:known]).mean(
        axis=2
    )
    own = common.std(axis=1)
    return np.asarray(np.divide(ahead.spread[:known], own, out=np.ones(known), where=own > 0))


def _people(base: Floats, rates: NationalRates, pattern: RegionalPattern, paths: Paths, year: int) -> Floats:
    """People (R, 2, A+1) on 1 January of the year-th year, at the median of everything."""
    last = next(islice(project(base[None], rates, pattern, paths), year, None))
    return np.stack([last.lanes.gather(last.blocks[:, :, :, r])[0] for r in range(len(base))])


def _at_mid_year(people: Floats, rates: NationalRates, pattern: RegionalPattern, year: int) -> Floats:
    """Who is there to move: by age at the end of the year, those who lived through its first half."""
    older = np.zeros_like(people)
    older[..., 1:] = people[..., :-1]
    older[..., -1] += people[..., -1]
    hazard = -np.log(np.asarray(rates.survival[year], dtype=np.float64))
    return np.asarray(older * np.exp(-hazard / 2.0 * np.asarray(pattern.mortality, dtype=np.float64)))


def scaling(table: Floats, departures: Floats, arrivals: Floats) -> tuple[Floats, Floats]:
    """Factors of rows and columns, (R,) each, under which the table (R, R) has these margins."""
    columns = np.ones(len(table))
    for _ in range(ROUNDS):
        rows = _ratio(departures, table @ columns)
        columns = _ratio(arrivals, rows @ table)
        if np.abs(rows * (table @ columns) - departures).max() <= TOLERANCE * max(float(departures.sum()), 1e-300):
            level = float(np.exp(np.log(columns[columns > 0]).mean())) if (columns > 0).any() else 1.0
            return rows * level, columns / level
    raise SumsDisagree(
        "no moves between the territories have the arrivals and departures that were forecast.",
        value=(float(departures.sum()), float(arrivals.sum())),
        remedy="Check the published arrivals and departures of the latest years.",
    )


def _ratio(wanted: Floats, found: Floats) -> Floats:
    return np.divide(wanted, found, out=np.ones_like(found), where=found > 0)


def _faded(factors: Floats, years: int) -> Floats:
    """(T, R): the known factors, then on their way back to one."""
    return np.asarray(np.exp(_fading(np.log(factors), years)))


def _fading(known: Floats, years: int, push_ebbs: float = PUSH_EBBS) -> Floats:
    """The known values, then a little less of them every year; what moved them at the end ebbs away, too.

    A forecast that holds counts steady lets the rates of a growing territory fall from year to year: were that to stop
    at once, its balance would jump.
    """
    path = list(known)
    push = known[-1] - known[-2] if len(known) > 1 else np.zeros_like(known[-1])
    while len(path) < years:
        push = push_ebbs * push
        path.append(FADES * path[-1] + push)
    return np.array(path[:years])
