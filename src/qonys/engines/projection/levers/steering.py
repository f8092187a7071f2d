"""A scenario put to work: every lever's effect, combined in a fixed order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qonys.engines.projection.indicators import AgeBands
from qonys.engines.projection.levers import attraction, events, nation, programmes, strengths
from qonys.engines.projection.levers.bands import WorkingLives, working_lives
from qonys.engines.projection.levers.baseline import Baseline
from qonys.engines.projection.levers.courses import value_in
from qonys.engines.projection.levers.effect import Effect, steered_paths, together
from qonys.engines.projection.levers.settling import Steering
from qonys.engines.projection.paths import Paths
from qonys.engines.vocabulary.scenario import Elasticity, Lever, Scenario

Floats = NDArray[np.float64]

# The order of rounding, whatever the order of the document.
EFFECTS: dict[str, Callable[[Any, Baseline], Effect]] = {
    "fertility": nation.fertility,
    "mortality": nation.mortality,
    "family_policy": nation.family_policy,
    "emigration": nation.emigration,
    "housing": attraction.housing,
    "schools": attraction.schools,
    "growth_points": attraction.growth_point,
    "wages": attraction.wages,
    "events": events.event,
    "kandas": programmes.kandas,
    "labour": programmes.labour,
    "relocation": programmes.relocation,
}
STRENGTHS: dict[str, dict[str, Elasticity]] = {
    "family_policy": {"elasticity": strengths.FAMILY_POLICY},
    "active_ageing": {"response": strengths.PENSION_RESPONSE},
    "kandas": {"uptake": strengths.UPTAKE_PROGRAMME},
    "labour": {"uptake": strengths.UPTAKE_LABOUR},
    "relocation": {"uptake": strengths.UPTAKE_PROGRAMME, "leaving": strengths.LEAVING},
    "housing": {"elasticity": strengths.HOUSING},
    "schools": {"elasticity": strengths.SCHOOLS},
    "growth_points": {"elasticity": strengths.JOBS},
    "wages": {"elasticity": strengths.WAGES},
    "events": {"size": strengths.EVENT_SIZE},
}


@dataclass(frozen=True)
class Steered:
    """What a projection takes instead of the baseline's paths, and how the result is to be counted."""

    paths: Paths
    measures: Steering | None
    lives: WorkingLives
    school_seats: Floats  # (T + 1, R), NaN where nobody said how many there are

    def bands(self, stock_year: int) -> AgeBands:
        """The age bands on 1 January of a year, in whole years of age."""
        return self.lives.bands(stock_year)


def steer(baseline: Baseline, scenario: Scenario | None) -> Steered:
    """Every lever of the scenario on the baseline. Without levers the baseline's own arrays come back."""
    chosen = scenario or Scenario()
    effect = together(EFFECTS[kind](lever, baseline) for kind, lever in _in_order(chosen))
    paths = steered_paths(baseline.paths, effect, nation.index_with(effect.years_of_life, baseline))
    steering = Steering(effect.local_fertility, effect.moves) if _closes_years(effect) else None
    return Steered(paths, steering, working_lives(chosen.active_ageing, baseline), _seats(chosen, baseline))


def strengths_of(scenario: Scenario) -> Iterator[tuple[str, Elasticity]]:
    """Every elasticity at work with its place in the document, the scenario's own or the usual one."""
    for where, lever in scenario.levers():
        for name, usual in STRENGTHS.get(where.split(".")[0], {}).items():
            yield f"{where}.{name}", getattr(lever, name) or usual


def _in_order(scenario: Scenario) -> Iterator[tuple[str, Lever]]:
    levers = [(where.split(".")[0], lever) for where, lever in scenario.levers()]
    for kind in EFFECTS:
        yield from sorted((pair for pair in levers if pair[0] == kind), key=repr)


def _closes_years(effect: Effect) -> bool:
    return effect.local_fertility is not None or bool(effect.moves)


def _seats(scenario: Scenario, baseline: Baseline) -> Floats:
    """School seats on every 1 January: those of today and what is built, where today's are known."""
    from_base = np.append(baseline.years, baseline.years[-1] + 1)
    seats = np.full((len(from_base), len(baseline.codes)), np.nan)
    for lever in scenario.schools:
        place = baseline.index(lever.territory)
        if lever.seats_today is not None:
            seats[:, place] = np.nan_to_num(seats[:, place]) + lever.seats_today
    for lever in scenario.schools:
        seats[:, baseline.index(lever.territory)] += value_in(lever.seats, from_base)
    return seats
