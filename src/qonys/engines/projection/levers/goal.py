"""Goal seek: how many must be invited, or may come, every year for an indicator to keep a level.

Every trajectory has its own answer, so the answer has an interval. All are searched at once: the moves of a programme
are proportional to the persons invited, and each trajectory of one projection is given its own number of them. The
search is false position with the Illinois correction (Dowell and Jarratt 1971), which needs the indicator to rise or
fall with the number throughout; it does, since who is added to a territory is never subtracted there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from qonys.engines.projection.levers import programmes
from qonys.engines.projection.levers.baseline import Baseline
from qonys.engines.projection.levers.effect import Move
from qonys.engines.projection.levers.outcome import STOCKS, outcome
from qonys.engines.projection.levers.settling import Steering
from qonys.engines.projection.levers.steering import Steered, steer
from qonys.engines.projection.quantiles import Summary, summarise
from qonys.engines.vocabulary.scenario import Inflow, LabourInflow, Relocation, Scenario

Floats = NDArray[np.float64]

NEAR = 1e-4  # of the level: nobody can tell thirty persons of three hundred thousand
ROUNDS = 10


class Way(StrEnum):
    """How people come."""

    KANDAS = "kandas"
    LABOUR = "labour"
    RELOCATION = "relocation"


@dataclass(frozen=True)
class Goal:
    """`indicator` of `territory` at least (or at most) `level` on 1 January `year`, by a yearly number from `since` on.

    `level` None keeps the base's own. `every_year` asks it of each 1 January after `since`, up to `year`. `most` is the
    highest number a year that is thought of.
    """

    indicator: str
    territory: str
    year: int
    since: int
    most: float
    way: Way = Way.KANDAS
    origin: str = ""  # the territory a relocation takes from
    level: float | None = None
    at_least: bool = True
    every_year: bool = False

    def __post_init__(self) -> None:
        if self.indicator not in STOCKS:
            raise ValueError(f"a goal is set for people on a 1 January: {', '.join(STOCKS)}; got {self.indicator}")
        if not (self.since < self.year and self.most > 0):
            raise ValueError(f"people must come before the goal's year: since {self.since}, year {self.year}")


@dataclass(frozen=True)
class Answer:
    """`persons`: a year, over the trajectories that have an answer; None where hardly any has.

    `helps`: more people bring the indicator nearer to the goal; the answer is then the fewest that will do, otherwise
    the most that may come. Shares are of trajectories.
    """

    goal: Goal
    helps: bool
    persons: Summary | None
    met_without: float  # the goal is met though nobody comes
    out_of_reach: float  # no number up to `most` meets it
    unbounded: float  # the goal stays met however many come, up to `most`
    level: Summary
    with_none: Summary  # the indicator where it is hardest to meet, if nobody comes
    with_most: Summary

    @property
    def possible(self) -> bool:
        """At least half of the futures can meet the goal."""
        return self.out_of_reach <= 0.5


def seek(baseline: Baseline, scenario: Scenario | None, goal: Goal, threads: int = 1) -> Answer:
    """Search on top of the scenario. Raises ValueError where the baseline does not reach the goal's year."""
    if goal.year > baseline.years[-1] + 1 or goal.since < baseline.years[0]:
        raise ValueError(f"a goal lies between {baseline.years[0]} and {baseline.years[-1] + 1}, got {goal.year}")
    here = baseline.until(goal.year)
    trial = _Trial(here, steer(here, scenario), _one_person_a_year(goal, here), goal, threads)
    none, most = np.zeros(here.trajectories), np.full(here.trajectories, goal.most)
    value_of_none, value_of_most = trial.value(none), trial.value(most)
    level = trial.level()
    gap_of_none, gap_of_most = trial.gap(value_of_none, level), trial.gap(value_of_most, level)
    helps = bool(np.median(gap_of_most - gap_of_none) > 0)
    crossing = (gap_of_none < 0) != (gap_of_most < 0)
    persons = _search(trial, level, crossing, (none, gap_of_none), (most, gap_of_most))
    free = gap_of_none >= 0
    unreachable = (gap_of_none < 0) & (gap_of_most < 0)
    # The fewest that will do is nobody, or the most that may come is everybody thought of.
    persons = np.where(free, 0.0, persons) if helps else np.where(gap_of_most >= 0, goal.most, persons)
    solved = persons[~unreachable]
    return Answer(
        goal,
        helps,
        summarise(solved) if len(solved) >= 0.05 * here.trajectories and len(solved) else None,
        float(free.mean()),
        float(unreachable.mean()),
        float((free & (gap_of_most >= 0)).mean()),
        summarise(level),
        summarise(value_of_none),
        summarise(value_of_most),
    )


@dataclass(frozen=True)
class _Trial:
    """What comes of a number of persons a year, each trajectory with its own."""

    baseline: Baseline
    steered: Steered
    moves: tuple[Move, ...]  # of one person invited a year
    goal: Goal
    threads: int

    def value(self, persons: Floats) -> Floats:
        """The indicator on the goal's day (J,), or in the year in which the goal is hardest to meet."""
        by_year = self._indicator(persons)
        if not self.goal.every_year:
            return np.asarray(by_year[-1])
        years = self.steered.lives.years > self.goal.since
        return np.asarray(by_year[years].min(axis=0) if self.goal.at_least else by_year[years].max(axis=0))

    def level(self) -> Floats:
        if self.goal.level is not None:
            return np.full(self.baseline.trajectories, self.goal.level)
        return np.asarray(self._indicator(np.zeros(self.baseline.trajectories))[0])

    def gap(self, value: Floats, level: Floats) -> Floats:
        """Not negative where the goal is met."""
        return value - level if self.goal.at_least else level - value

    def _indicator(self, persons: Floats) -> Floats:
        """(T + 1, J)"""
        invited = tuple(replace(move, persons=move.persons * persons) for move in self.moves)
        before = self.steered.measures
        local = before.local_fertility if before else None
        moves = before.moves if before else ()
        steered = replace(self.steered, measures=Steering(local, (*moves, *invited)))
        values = outcome(self.baseline, steered, self.threads).stocks[self.goal.indicator]
        return values[:, self.baseline.index(self.goal.territory)]


def _one_person_a_year(goal: Goal, baseline: Baseline) -> tuple[Move, ...]:
    one = {goal.since: 1.0}
    if goal.way is Way.RELOCATION:
        lever = Relocation(origin=goal.origin, destination=goal.territory, persons=one)
        return programmes.relocation(lever, baseline).moves
    shares = {} if goal.territory == baseline.nation else {goal.territory: 1.0}
    if goal.way is Way.LABOUR:
        return programmes.labour(LabourInflow(persons=one, shares=shares), baseline).moves
    return programmes.kandas(Inflow(persons=one, shares=shares), baseline).moves


def _search(
    trial: _Trial, level: Floats, crossing: NDArray[np.bool_], low: tuple[Floats, Floats], high: tuple[Floats, Floats]
) -> Floats:
    """The number at which the gap closes, where it changes sign between `low` and `high` (persons, gap)."""
    (a, gap_a), (b, gap_b) = low, high
    best = np.where(np.abs(gap_a) < np.abs(gap_b), a, b)
    searching = crossing.copy()
    kept = np.zeros(len(a))  # which end stayed last time: -1 low, 1 high
    for _ in range(ROUNDS):
        if not searching.any():
            break
        slope = np.where(gap_b == gap_a, 1.0, gap_b - gap_a)
        guess = np.where(searching, np.clip(b - gap_b * (b - a) / slope, a, b), best)
        gap = trial.gap(trial.value(guess), level)
        best = np.where(searching, guess, best)
        searching &= (np.abs(gap) > NEAR * np.maximum(np.abs(level), 1e-300)) & (b - a > 0.5)
        # Illinois: an end that stays twice has its gap halved, or the search would creep from one side.
        to_low = (gap < 0) == (gap_a < 0)
        gap_b = np.where(to_low & (kept == 1), gap_b / 2, gap_b)
        gap_a = np.where(~to_low & (kept == -1), gap_a / 2, gap_a)
        a, gap_a = np.where(to_low, guess, a), np.where(to_low, gap, gap_a)
        b, gap_b = np.where(to_low, b, guess), np.where(to_low, gap_b, gap)
        kept = np.where(to_low, 1, -1)
    return best
