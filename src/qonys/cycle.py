"""The whole loop as one short function: START READING HERE.

    registers -> estimates -> flows -> projection -> balance
        -> quotas -> selection -> placement -> integration -> registers

So far it turns from published figures to projection; each engine that is built takes its place in `forecast`.
Engines never import one another: this is the one place where they meet.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from qonys import backtest
from qonys.backtest import Backtest
from qonys.countries.pack import CountryPack
from qonys.countries.past import national_past
from qonys.engines.estimation import estimate
from qonys.engines.projection import processes
from qonys.engines.projection.indicators import AgeBands
from qonys.engines.projection.quantiles import YearSummary, summarise_year
from qonys.engines.projection.streams import Streams
from qonys.engines.projection.trajectories import project
from qonys.engines.vocabulary.evidence import Evidence
from qonys.engines.vocabulary.rates import Estimates

Progress = Callable[[float, str], None]  # share done 0..1, key of the stage


@dataclass(frozen=True)
class Plan:
    """What a forecast is asked for. The same plan and the same figures give the same bytes."""

    last_year: int  # stocks run to 1 January of this year
    trajectories: int
    seed: int
    threads: int = 2


@dataclass(frozen=True)
class Forecast:
    """The country and its territories, year by year, with how sure we are."""

    evidence: Evidence
    estimates: Estimates
    years: tuple[YearSummary, ...]  # the base first; territories in the order of `codes`
    backtest: Backtest | None  # what the same method would have said before; None without a long past

    @property
    def codes(self) -> tuple[str, ...]:
        """Territories along the first axis of every summary, the nation last."""
        return (*self.evidence.territories.codes, self.evidence.territories.nation.code)


def forecast(country: CountryPack, plan: Plan, progress: Progress = lambda share, stage: None) -> Forecast:
    """From a country's published figures to its forecast."""
    progress(0.02, "figures")
    evidence = country.evidence()
    progress(0.10, "estimates")
    estimates = estimate(evidence)
    progress(0.12, "calibration")
    tested = _look_back(country, evidence)
    widths = tested.widths[evidence.base_year] if tested else processes.PRIOR_WIDTHS
    outlook = processes.outlook(evidence.history, evidence.schedules, evidence.base_year, plan.last_year, widths)
    streams = Streams(plan.seed)
    codes = evidence.territories.codes
    paths = processes.simulate(outlook, estimates.doubt, streams, plan.trajectories, codes)
    start = processes.draw_base(estimates.base, estimates.doubt, streams, plan.trajectories)
    progress(0.28, "compiling")
    years = []
    for year in project(start, outlook.rates, estimates.pattern, paths, threads=plan.threads):
        years.append(summarise_year(year, _age_bands(country), plan.threads))
        done = len(years) / (plan.last_year - evidence.base_year + 1)
        progress(0.3 + 0.65 * done, "projection")
    return Forecast(evidence, estimates, tuple(years), tested)


def _look_back(country: CountryPack, evidence: Evidence) -> Backtest | None:
    past = national_past(country)
    return backtest.backtest(past, now=evidence.base_year) if past else None


def _age_bands(country: CountryPack) -> AgeBands:
    given = country.conventions
    return AgeBands(given.preschool_age, given.school_age, given.working_age, given.pension_age)
