"""The whole loop as one short function: START READING HERE.

    registers -> estimates -> flows -> projection -> balance
        -> quotas -> selection -> placement -> integration -> registers

So far it turns from published figures to quotas: `forecast` stops at the projection, `turn` goes on to what will be
missing, who may be invited and what is on course. Engines never import one another: this is the one place where they
meet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from qonys import backtest, moves
from qonys.backtest import Backtest
from qonys.balances import BalanceWatch, Groundwork, YearBalance, groundwork
from qonys.control import Controlled, IndicatorWatch, control
from qonys.countries.pack import CountryPack
from qonys.countries.past import national_past
from qonys.countries.programmes import Programme, read_programmes
from qonys.engines.estimation import estimate
from qonys.engines.projection import levers, processes
from qonys.engines.projection.course import course
from qonys.engines.projection.indicators import AgeBands
from qonys.engines.projection.levers import Baseline
from qonys.engines.projection.quantiles import YearSummary, summarise_year
from qonys.engines.projection.streams import Streams
from qonys.engines.projection.trajectories import TrajectoryYear, project
from qonys.engines.vocabulary.errors import OutOfRange
from qonys.engines.vocabulary.evidence import Evidence
from qonys.engines.vocabulary.rates import Estimates
from qonys.engines.vocabulary.scenario import Scenario
from qonys.moves import Moves
from qonys.quotas import QuotaPlan, plan_quotas

BALANCE_YEARS = 25  # norms, buildings and published demand say nothing of a time farther ahead
QUOTA_YEARS = 2  # the current year, which has an official quota to compare with, and the next, which is to be decided
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
    flows: Moves | None  # between territories; None where too little is published
    backtest: Backtest | None
    baseline: Baseline


@dataclass(frozen=True)
class Forecast:
    """The country and its territories, year by year, with how sure we are."""

    evidence: Evidence
    estimates: Estimates
    flows: Moves | None
    years: tuple[YearSummary, ...]  # the base first; territories in the order of `codes`
    backtest: Backtest | None  # what the same method would have said before; None without a long past

    @property
    def codes(self) -> tuple[str, ...]:
        """Territories along the first axis of every summary, the nation last."""
        return (*self.evidence.territories.codes, self.evidence.territories.nation.code)


@dataclass(frozen=True)
class Planning:
    """What follows from a forecast: what will be missing, who may be invited where, and what is on course."""

    ground: Groundwork
    balance: tuple[YearBalance, ...]
    quotas: tuple[QuotaPlan, ...]
    programmes: Mapping[str, Programme]
    controlled: tuple[Controlled, ...]


@dataclass(frozen=True)
class Turn:
    """One turn of the loop as far as planning."""

    country: CountryPack
    forecast: Forecast
    planning: Planning | None  # None where the country has no policy to plan by


Watch = Callable[[TrajectoryYear], None]  # sees each year of every trajectory as it passes; only one is ever held


def forecast(country: CountryPack, plan: Plan, progress: Progress = lambda share, stage: None) -> Forecast:
    """From a country's published figures to its forecast."""
    return _project(prepare(country, plan, progress), plan, (), progress)


def turn(country: CountryPack, plan: Plan, progress: Progress = lambda share, stage: None) -> Turn:
    """figures -> estimates -> projection -> balance -> quotas; a country without policy is forecast and no more."""
    prepared = prepare(country, plan, progress)
    if not country.has_policy:
        return Turn(country, _project(prepared, plan, (), progress), None)
    base = prepared.baseline
    ground = groundwork(country, prepared.estimates.base, plan.last_year)
    balance = BalanceWatch(ground, Streams(plan.seed), plan.trajectories, BALANCE_YEARS)
    programmes = read_programmes(country.folder)
    indicators = IndicatorWatch(programmes, base.codes, base.bands)
    found = _project(prepared, plan, (balance, indicators), progress)
    progress(0.95, "quotas")
    quotas = tuple(plan_quotas(country, ground, balance.years, year) for year in _quota_years(balance.years))
    controlled = control(programmes, indicators)
    return Turn(country, found, Planning(ground, tuple(balance.years), quotas, programmes, controlled))


def prepare(country: CountryPack, plan: Plan, progress: Progress = lambda share, stage: None) -> Prepared:
    """From published figures to every draw of the baseline, before any policy."""
    progress(0.02, "figures")
    evidence = country.evidence()
    if plan.last_year <= evidence.base_year:
        raise OutOfRange(
            f"a forecast begins on 1 January {evidence.base_year} and goes on from there.",
            where="last year",
            value=plan.last_year,
            remedy="Choose a later year.",
        )
    progress(0.10, "estimates")
    estimates = estimate(evidence)
    progress(0.12, "calibration")
    tested = _look_back(country, evidence)
    widths = tested.widths[evidence.base_year] if tested else processes.PRIOR_WIDTHS
    outlook = processes.outlook(evidence.history, evidence.schedules, evidence.base_year, plan.last_year, widths)
    streams = Streams(plan.seed)
    codes = evidence.territories.codes
    paths = processes.simulate(outlook, estimates.doubt, streams, plan.trajectories, codes)
    progress(0.26, "flows")
    flows, heading = moves.country_moves(country, evidence), None
    if flows is not None:
        methods = (*estimates.methods, moves.method(flows))
        estimates = replace(estimates, pattern=flows.pattern(estimates), methods=methods)
        heading = course(flows.ahead, estimates.base.values, outlook.rates, estimates.pattern, paths)
        paths = heading.bend(paths)
    baseline = Baseline(
        codes=codes,
        nation=evidence.territories.nation.code,
        start=processes.draw_base(estimates.base, estimates.doubt, streams, plan.trajectories),
        rates=outlook.rates,
        pattern=estimates.pattern,
        paths=paths,
        mortality=outlook.mortality.median,
        bands=_age_bands(country),
        streams=streams,
        course=heading,
    )
    return Prepared(evidence, estimates, flows, tested, baseline)


def _project(prepared: Prepared, plan: Plan, watches: Sequence[Watch], progress: Progress) -> Forecast:
    """Every year of every trajectory under the plan's policy, the base first, summarised and shown to the watches."""
    base = prepared.baseline
    progress(0.28, "compiling")
    steered = levers.steer(base, plan.scenario)
    projected = project(
        base.start, base.rates, base.pattern, steered.paths, measures=steered.measures, threads=plan.threads
    )
    years = []
    for year in projected:
        years.append(summarise_year(year, steered.bands(year.year + 1), plan.threads))
        for watch in watches:
            watch(year)
        progress(0.3 + 0.65 * len(years) / (len(base.years) + 1), "projection")
    return Forecast(prepared.evidence, prepared.estimates, prepared.flows, tuple(years), prepared.backtest)


def _quota_years(balance: Sequence[YearBalance]) -> range:
    """The years a quota is proposed for: as many as the balance reaches far enough ahead for."""
    first, last = balance[0].year, balance[-1].year
    return range(first, min(first + QUOTA_YEARS, last - QUOTA_LEAD + 1))


def _look_back(country: CountryPack, evidence: Evidence) -> Backtest | None:
    past = national_past(country)
    return backtest.backtest(past, now=evidence.base_year) if past else None


def _age_bands(country: CountryPack) -> AgeBands:
    given = country.conventions
    return AgeBands(given.preschool_age, given.school_age, given.working_age, given.pension_age)
