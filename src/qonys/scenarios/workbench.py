"""Where scenarios are tried: a country prepared once, and every scenario measured against the same futures."""

from __future__ import annotations

from dataclasses import dataclass

from qonys import cycle
from qonys.countries.pack import CountryPack
from qonys.cycle import Plan, Progress
from qonys.engines.projection import levers
from qonys.engines.projection.levers import Answer, Baseline, Difference, Goal, Outcome, Way
from qonys.engines.vocabulary.errors import BadInput, OutOfRange
from qonys.engines.vocabulary.scenario import Scenario

LAST_YEAR = 2100  # the horizon of forecasts, whose first years a scenario must share to the bit
UNTIL = 2050


@dataclass(frozen=True)
class Workbench:
    """Preparing takes seconds (figures, estimates, calibration, draws); each outcome then takes a fraction of one."""

    country: CountryPack
    baseline: Baseline  # to the horizon of forecasts, for goals of any year
    until: int  # scenarios run to 1 January of this year
    seed: int
    threads: int = 2

    def outcome(self, scenario: Scenario | None = None) -> Outcome:
        """Every indicator of every future under the scenario; of the baseline without one."""
        here = self.baseline.until(self.until)
        return levers.outcome(here, levers.steer(here, scenario), self.threads)

    def compare(self, one: Outcome, other: Outcome, indicators: tuple[str, ...]) -> tuple[Difference, ...]:
        return tuple(levers.difference(one, other, indicator) for indicator in indicators)

    def seek(self, goal: Goal, scenario: Scenario | None = None) -> Answer:
        named = {lever.territory for lever in (scenario or Scenario()).schools if lever.seats_today is not None}
        if goal.indicator == "school_seats_per_child" and goal.territory not in named:
            raise BadInput(
                "nobody knows how many school seats there are in that territory.",
                where="goal: territory",
                value=goal.territory,
                remedy="Name a scenario whose 'schools' say seats_today for it.",
            )
        last = int(self.baseline.years[-1]) + 1
        if goal.year > last:
            raise OutOfRange(
                f"the baseline ends on 1 January {last}.",
                where="goal: year",
                value=goal.year,
                remedy=f"Choose {last} or earlier.",
            )
        return levers.seek(self.baseline, scenario, goal, self.threads)


def prepare(
    country: CountryPack,
    *,
    trajectories: int = 1000,
    seed: int = 2026,
    until: int = UNTIL,
    last_year: int = LAST_YEAR,
    threads: int = 2,
    progress: Progress = lambda share, stage: None,
) -> Workbench:
    """`trajectories` 0 is the deterministic answer: every median, every lever at its central strength."""
    base = country.conventions.base_year
    if not base < until <= last_year:
        raise OutOfRange(
            f"a scenario runs from {base} to at most {last_year}.",
            where="until",
            value=until,
            remedy=f"Choose a year from {base + 1} to {last_year}.",
        )
    prepared = cycle.prepare(country, Plan(last_year, max(trajectories, 1), seed, threads), progress)
    baseline = prepared.baseline
    if trajectories == 0:
        baseline = baseline.without_chance(prepared.estimates.base)
    return Workbench(country, baseline, until, seed, threads)


def goal(
    country: CountryPack,
    territory: str,
    indicator: str,
    year: int,
    *,
    way: str = "kandas",
    origin: str = "",
    since: int | None = None,
    level: float | None = None,
    at_least: bool = True,
    every_year: bool = False,
    most: float = 50_000,
) -> Goal:
    """A goal as a person names it. Raises BadInput where country or engine cannot take it."""
    first = country.conventions.base_year if since is None else since
    country.current.find(territory, where="goal: territory")
    if way not in tuple(Way):
        raise BadInput("people cannot come that way.", where="goal: way", value=way, remedy=f"Use {', '.join(Way)}.")
    units = country.current.codes
    if way == Way.RELOCATION and (origin not in units or territory not in units or origin == territory):
        raise BadInput(
            "a relocation takes people from one territory to another.",
            where="goal: origin",
            value=origin,
            remedy=f"Name another of {', '.join(units)} than {territory}.",
        )
    if first < country.conventions.base_year:
        raise OutOfRange("people cannot come in the past.", where="goal: since", value=first, remedy="Begin later.")
    try:
        return Goal(indicator, territory, year, first, most, Way(way), origin, level, at_least, every_year)
    except ValueError as problem:
        raise BadInput(f"{problem}.", where="goal", remedy="Correct the goal.") from problem
