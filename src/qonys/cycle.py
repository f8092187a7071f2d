"""The whole loop as one short function: START READING HERE.

    registers -> estimates -> flows -> projection -> balance
        -> quotas -> selection -> placement -> integration -> registers

So far it turns from published figures to quotas: `forecast` is what the pages show, `turn` goes on to the balance.
Engines never import one another: this is the one place where they meet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from qonys import backtest
from qonys.backtest import Backtest
from qonys.balances import BalanceWatch, Groundwork, groundwork
from qonys.control import IndicatorWatch
from qonys.countries.pack import CountryPack
from qonys.countries.past import national_past
from qonys.countries.programmes import Programme, read_programmes
from qonys.engines.estimation import estimate
from qonys.engines.projection import levers, processes
from qonys.engines.projection.indicators import AgeBands
from qonys.engines.projection.levers import Baseline
from qonys.engines.projection.quantiles import YearSummary, summarise_year
from qonys.engines.projection.streams import Streams
from qonys.engines.projection.trajectories import TrajectoryYear, project
from qonys.engines.vocabulary.evidence import Evidence
from qonys.engines.vocabulary.rates import Estimates
from qonys.engines.vocabulary.scenario import Scenario

QUOTA_LEAD = 4  # years a quota looks ahead: see `need_lead` among the dated rules of quotas
Progress = Callable[[float, str], None]  # share done 0..1, key of the stage


@dataclass(frozen=True)
class Plan:
    """What a forecast is asked for. The same plan and the same figures give the same bytes."""

    last_year: int  # stocks run to 1 January of this year
    trajectories: int
    seed: int
    threads: int = 2
    scenario: Scenario | None = None  # policy on top of the baseline; without it the baseline itself


@dataclass(frozen=True)
class Prepared:
    """Everything a projection needs, whatever the policy: made once, used for the baseline and every scenario."""

    evidence: Evidence
    estimates: Estimates
    backtest: Backtest | None
    baseline: Baseline


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
    prepared = prepare(country, plan, progress)
    base = prepared.baseline
    progress(0.28, "compiling")
    steered = levers.steer(base, plan.scenario)
    years = []
    for year in _years(base, steered, plan):
        years.append(summarise_year(year, steered.bands(year.year + 1), plan.threads))
        progress(0.3 + 0.65 * len(years) / (len(base.years) + 1), "projection")
    return Forecast(prepared.evidence, prepared.estimates, tuple(years), prepared.backtest)


def prepare(country: CountryPack, plan: Plan, progress: Progress = lambda share, stage: None) -> Prepared:
    """From published figures to every draw of the baseline, before any policy."""
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
    baseline = Baseline(
        codes=codes,
        nation=evidence.territories.nation.code,
        start=processes.draw_base(estimates.base, estimates.doubt, streams, plan.trajectories),
        rates=outlook.rates,
        pattern=estimates.pattern,
        paths=processes.simulate(outlook, estimates.doubt, streams, plan.trajectories, codes),
        mortality=outlook.mortality.median,
        bands=_age_bands(country),
        streams=streams,
    )
    return Prepared(evidence, estimates, tested, baseline)


@dataclass(frozen=True)
class Turn:
    """One turn of the loop as far as planning: the projection as it was balanced, year by year."""

    country: CountryPack
    ground: Groundwork
    balance: BalanceWatch
    programmes: Mapping[str, Programme]
    indicators: IndicatorWatch


def turn(country: CountryPack, plan: Plan) -> Turn:
    """figures -> estimates -> projection -> balance; quotas are then proposed from what the balance saw."""
    prepared = prepare(country, plan)
    base = prepared.baseline
    steered = levers.steer(base, plan.scenario)
    ground = groundwork(country, prepared.estimates.base, plan.last_year)
    balance = BalanceWatch(ground, Streams(plan.seed), plan.trajectories)
    programmes = read_programmes(country.folder)
    indicators = IndicatorWatch(programmes, base.codes, base.bands)
    for year in _years(base, steered, plan):
        balance(year)
        indicators(year)
    return Turn(country, ground, balance, programmes, indicators)


def _years(base: Baseline, steered: levers.Steered, plan: Plan) -> Iterator[TrajectoryYear]:
    """Every year of every trajectory under the plan's policy, the base first."""
    return project(base.start, base.rates, base.pattern, steered.paths, measures=steered.measures, threads=plan.threads)


def _look_back(country: CountryPack, evidence: Evidence) -> Backtest | None:
    past = national_past(country)
    return backtest.backtest(past, now=evidence.base_year) if past else None


def _age_bands(country: CountryPack) -> AgeBands:
    given = country.conventions
    return AgeBands(given.preschool_age, given.school_age, given.working_age, given.pension_age)
