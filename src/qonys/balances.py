"""From forecast to balance: what each territory will lack, year by year, trajectory by trajectory.

    ground = groundwork(country, base, last_year)     norms, markets and capacities from the country's data
    watch = BalanceWatch(ground, streams, J)          takes each year of a projection as it passes
    watch(year); ...; watch.years                     balances with quantiles and probabilities

Only the current year of every trajectory is held. Chance has its own named streams, so two scenarios differ by policy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from qonys.countries.figures.vintages import latest
from qonys.countries.pack import CountryPack
from qonys.countries.policy import Policy, on, read_policy
from qonys.engines.balance import activity
from qonys.engines.balance.gaps import PROBABILITIES, Gap, Spread, Standing, gap, spread, standing
from qonys.engines.balance.labour import LabourCount, LabourMarket, LabourYear, first_labour_year, next_labour_year
from qonys.engines.balance.room import Resource, Room, room
from qonys.engines.balance.services import Capacity, Service, by_age, count
from qonys.engines.projection.streams import Streams
from qonys.engines.projection.trajectories import TrajectoryYear
from qonys.engines.vocabulary.age import AgeGroup
from qonys.engines.vocabulary.errors import BadInput, MissingCell
from qonys.engines.vocabulary.population import Population
from qonys.engines.vocabulary.territory import Names
from qonys.hiring import regional_shares

Floats = NDArray[np.float64]

LABOUR = "labour"
LABOUR_NAMES = Names("Жұмысшылар", "Работники", "Workers")
LABOUR_UNIT = Names("адам", "человек", "persons")
STANDING_NAMES: Mapping[Standing, Names] = {
    Standing.SHORTAGE: Names("Тапшылық", "Нехватка", "Shortage"),
    Standing.LIKELY_SHORTAGE: Names("Тапшылық ықтимал", "Вероятна нехватка", "Shortage likely"),
    Standing.OPEN: Names("Белгісіз", "Неясно", "Undecided"),
    Standing.LIKELY_SURPLUS: Names("Артық болуы ықтимал", "Вероятен избыток", "Surplus likely"),
    Standing.SURPLUS: Names("Артық", "Избыток", "Surplus"),
}
SURVEY_ERROR = 0.005  # of regional employment, log scale: the labour force survey's own at some 40,000 households


@dataclass(frozen=True)
class ServiceGround:
    """One service as the balance needs it."""

    service: Service
    capacity: Capacity
    doubt: float
    added_doubt: float
    unit_cost: float
    offered: float | None  # share of what is spare that newcomers can get; None: does not hold them back


@dataclass(frozen=True)
class Groundwork:
    """Everything a balance stands on besides people."""

    codes: tuple[str, ...]
    policy: Policy
    market: LabourMarket
    job_doubt: Floats  # (R,), log standard deviation of the jobs of the base year
    hiring_doubt: Floats  # (R,), and below the nation's own
    nation_hiring_doubt: float
    services: tuple[ServiceGround, ...]
    cost_per_worker: float
    working: AgeGroup
    old: AgeGroup

    @property
    def day(self) -> date:
        return date(self.market.first_year, 1, 1)


@dataclass(frozen=True)
class YearBalance:
    """One 1 January. Gaps and loads are (R + 1,), the nation last; the room is (K, R)."""

    year: int
    gaps: Mapping[str, Gap]  # "labour" and every service
    loads: Mapping[str, Spread]  # per 100 people of working age
    room: Room
    labour_force: Spread


def groundwork(country: CountryPack, base: Population, last_year: int) -> Groundwork:
    """Norms and markets of a country from its policy and latest figures. Raises BadInput, MissingCell."""
    policy, figures = read_policy(country.folder), latest(country.figures())
    day = date(base.year, 1, 1)
    codes, labour = base.territories, policy.labour
    force = _by_territory(figures, "labour_force", codes)
    years = range(base.year, max(last_year, base.year) + 1)
    shapes = [labour.activity_in(year, base.open_age) for year in years]
    shift = activity.rake_activity(shapes[0], base.values, force)
    rates = np.stack([activity.rates(shape, shift) for shape in shapes])
    exits = activity.leaving(rates, labour.leaving_from_age, on(labour.other_exits, day, "share of exits").value)
    leavers = (exits[0] * base.values).sum(axis=(1, 2))
    vacant = np.array([labour.vacancies.regions.get(code, labour.vacancies.value) for code in codes])
    unemployed = _by_territory(figures, "unemployment_rate", codes) / 100
    market = LabourMarket(
        first_year=base.year,
        activity=rates,
        leaving=exits,
        jobs_per_active=1 - unemployed + vacant,
        hiring=labour.demand.by_year(years)[:, None] * regional_shares(policy, codes, force, leavers),
        employed_share=on(labour.employed_share, day, "employed share").value,
        local_jobs=on(labour.local_jobs, day, "share of local jobs").value,
    )
    doubt = labour.demand.doubt
    cost = policy.support.money(on(labour.cost_per_worker, day, "cost of a worker"), day)
    return Groundwork(
        codes=codes,
        policy=policy,
        market=market,
        job_doubt=np.hypot(SURVEY_ERROR, labour.vacancies.doubt * vacant),
        hiring_doubt=np.array([doubt.published if code in labour.demand.regions else doubt.spread for code in codes]),
        nation_hiring_doubt=doubt.nation,
        services=tuple(_service(key, policy, figures, base) for key in policy.services),
        cost_per_worker=cost,
        working=country.conventions.working_age,
        old=country.conventions.pension_age,
    )


def with_plans(
    ground: Groundwork, jobs: Floats | None = None, places: Mapping[str, Floats] | None = None
) -> Groundwork:
    """The same ground with jobs and places a scenario plans on top: (T, R), by year from the base year on.

    Jobs come with the hiring of their year; places of a service are there from the 1 January after it.
    """
    market, built = ground.market, dict(places or {})
    unknown = sorted(set(built) - {each.service.key for each in ground.services})
    if unknown:
        raise BadInput(
            f"service '{unknown[0]}' is not in the country's services.yaml.",
            where="scenario",
            remedy=f"Use one of {', '.join(each.service.key for each in ground.services)}.",
        )
    services = []
    for each in ground.services:
        capacity = each.capacity
        if each.service.key in built:
            rows = [capacity.added[min(t, len(capacity.added) - 1)] for t in range(len(market.hiring))]
            # A row more without the plan: what is built once does not go on being built after the last year.
            capacity = replace(capacity, added=np.vstack([np.array(rows) + built[each.service.key], rows[-1]]))
        services.append(replace(each, capacity=capacity))
    hiring = market.hiring if jobs is None else market.hiring + jobs
    return replace(ground, market=replace(market, hiring=hiring), services=tuple(services))


def _service(key: str, policy: Policy, figures: pl.DataFrame, base: Population) -> ServiceGround:
    given, codes, day = policy.services[key], base.territories, date(base.year, 1, 1)
    service = Service(key, AgeGroup.parse(given.ages), on(given.per_person, day, f"norm of {key}").value)
    if given.known_by == "missing":
        needed = (base.values * service.weights(base.open_age + 1)).sum(axis=(1, 2))
        there = needed - _by_territory(figures, f"{given.capacity}_missing", codes)
    else:
        there = _by_territory(figures, given.capacity, codes)
    added = _by_territory(figures, f"{given.capacity}_added", codes)
    return ServiceGround(
        service=service,
        capacity=Capacity(day.year, there, added[None, :]),
        doubt=given.doubt,
        added_doubt=given.added_doubt,
        unit_cost=policy.support.money(on(given.unit_cost, day, f"cost of {key}"), day),
        offered=on(given.offered, day, f"offered share of {key}").value if given.offered else None,
    )


def _by_territory(figures: pl.DataFrame, indicator: str, codes: tuple[str, ...]) -> Floats:
    """The latest value of every territory, (R,). Raises MissingCell."""
    rows = figures.filter((pl.col("indicator") == indicator) & (pl.col("age") == "all") & (pl.col("sex") == "both"))
    newest = rows.sort("period", "published_on").unique(subset=["territory"], keep="last")
    known = dict(newest.select("territory", "value").iter_rows())
    missing = [code for code in codes if code not in known]
    if missing:
        raise MissingCell(
            f"'{indicator}' is not published for {', '.join(missing)}.",
            where="figures",
            remedy="A balance needs it for every territory of the current list: add it, or an estimate that says so.",
        )
    return np.array([known[code] for code in codes], dtype=np.float64)


class BalanceWatch:
    """Takes the years of a projection one by one, in order, and keeps their balances."""

    def __init__(self, ground: Groundwork, streams: Streams, trajectories: int, most_years: int = 100) -> None:
        self.ground, self._streams, self._J = ground, streams, trajectories
        self._last = ground.market.first_year + most_years
        self.years: list[YearBalance] = []
        self._labour: LabourYear | None = None
        territories = len(ground.codes)
        self._participation = np.zeros((territories, trajectories))
        nation_and_regions = streams.normal("balance/hiring", trajectories, territories + 1).T
        self._hiring = nation_and_regions[:1] * ground.nation_hiring_doubt
        self._hiring = self._hiring + nation_and_regions[1:] * ground.hiring_doubt[:, None]

    def __call__(self, year: TrajectoryYear) -> None:
        """People of one 1 January: those at the end of `year`. Years past the last one wanted are let go by."""
        if year.year + 1 > self._last:
            return
        counts = self._count(year)
        labour = self._labour_balance(year.year + 1, counts)
        gaps = {LABOUR: gap(labour.jobs, labour.workers, self.ground.cost_per_worker)}
        rules, day = self.ground.policy.quotas.rules, self.ground.day
        sure, job_sure = (on(rule, day, "assurance").value for rule in (rules.assurance, rules.job_assurance))
        spare = {LABOUR: Resource(labour.gap, workers_per_person(self.ground.policy), job_sure)}
        for k, each in enumerate(self.ground.services):
            need, there = counts[:, 5 + k], self._capacity(each, year.year + 1)
            gaps[each.service.key] = gap(need, there, each.unit_cost)
            per_newcomer = self.ground.policy.quotas.needs_per_person.get(each.service.key)
            if each.offered is not None and per_newcomer is not None:
                spare[each.service.key] = Resource(each.offered * (there - need), per_newcomer.value, sure)
        force = np.concatenate([labour.count.labour_force, labour.count.labour_force.sum(axis=0, keepdims=True)])
        self.years.append(YearBalance(year.year + 1, gaps, _loads(counts), room(spare), spread(force)))

    def _count(self, year: TrajectoryYear) -> Floats:
        """(R, 5 + services, J): people, labour force, leavers, of working age, old; then what each service needs."""
        market, blocks = self.ground.market, year.blocks
        ages, at = blocks.shape[2], market.at(year.year + 1)
        everybody = np.ones((2, ages))
        fixed = [by_age(self.ground.working, ages), by_age(self.ground.old, ages)]
        fixed += [each.service.weights(ages) for each in self.ground.services]
        found = np.empty((len(self.ground.codes), 3 + len(fixed), self._J))
        for r in range(len(self.ground.codes)):
            people = year.lanes.gather(blocks[:, :, :, r]).transpose(1, 2, 0)
            found[r] = count(people, [everybody, market.activity[at, r], market.leaving[at, r], *fixed])
        return found

    def _labour_balance(self, year: int, counts: Floats) -> LabourYear:
        ground = self.ground
        if self._labour is not None:
            noise = self._streams.normal(f"balance/participation/{year}", self._J, len(ground.codes) + 1).T
            sd = ground.policy.labour.participation
            self._participation += sd.nation * noise[:1] + sd.region * noise[1:]
        active = counts[:, 1:3] * np.exp(self._participation)[:, None]
        now = LabourCount(counts[:, 0], active[:, 0], active[:, 1])
        if self._labour is None:
            noise = self._streams.normal("balance/jobs", self._J, len(ground.codes)).T
            self._labour = first_labour_year(ground.market, now, noise * ground.job_doubt[:, None])
        else:
            self._labour = next_labour_year(ground.market, self._labour, now, self._hiring)
        return self._labour

    def _capacity(self, each: ServiceGround, year: int) -> Floats:
        shape = (self._J, len(self.ground.codes))
        base = self._streams.normal(f"balance/capacity/{each.service.key}", *shape).T
        added = self._streams.normal(f"balance/added/{each.service.key}", *shape).T
        return each.capacity.on(year, base * each.doubt, added * each.added_doubt)


def workers_per_person(policy: Policy) -> float:
    """Workers among the people of an average settlement stream."""
    given = [each.workers_per_person for each in policy.quotas.streams.values()]
    found = [each.value for each in given if each is not None]
    return sum(found) / len(found) if found else 1.0


def _loads(counts: Floats) -> dict[str, Spread]:
    """Children, the old and both per 100 people of working age, the nation last."""
    with_nation = np.concatenate([counts, counts.sum(axis=0, keepdims=True)])
    everybody, working, old = with_nation[:, 0], with_nation[:, 3], with_nation[:, 4]
    children = everybody - working - old
    parts = {"child_load": children, "old_age_load": old, "total_load": children + old}
    return {name: spread(100 * part / working) for name, part in parts.items()}


def gaps_table(ground: Groundwork, years: list[YearBalance], nation: str) -> pl.DataFrame:
    """territory, year, service, need, capacity, gap and its quantiles, unmet, probability, standing, cost, extended.

    What is unmet and what it costs carry their median and 80 % interval. A nation's is the sum over its territories,
    trajectory by trajectory: it cannot be had from the intervals of its parts.
    `extended`: past the last year of the published demand for workers, which is carried on level.
    """
    horizon = ground.policy.labour.horizon + 1
    territories = [*ground.codes, nation]
    parts = []
    for year in years:
        for key, found in year.gaps.items():
            quantiles = {f"q{str(p)[2:].ljust(2, '0')}": found.gap.quantiles[:, i] for i, p in enumerate(PROBABILITIES)}
            parts.append(
                pl.DataFrame(
                    {
                        "territory": territories,
                        "year": np.full(len(territories), year.year, dtype=np.int32),
                        "service": [key] * len(territories),
                        "need": found.need.mean,
                        "capacity": found.capacity.mean,
                        "gap": found.gap.mean,
                        **quantiles,
                        "unmet": found.unmet.mean,
                        "probability": found.probability,
                        "standing": [str(standing(float(p))) for p in found.probability],
                        "cost": found.cost.mean,
                        "extended": [key == LABOUR and year.year > horizon] * len(territories),
                        **_interval("unmet", found.unmet),
                        **_interval("cost", found.cost),
                    }
                )
            )
    return pl.concat(parts)


def _interval(name: str, found: Spread) -> dict[str, Floats]:
    """Median and 80 % interval as columns."""
    at = {"q10": 0.1, "q50": 0.5, "q90": 0.9}
    return {f"{name}_{key}": found.quantiles[:, PROBABILITIES.index(p)] for key, p in at.items()}


def bottlenecks_table(ground: Groundwork, years: list[YearBalance]) -> pl.DataFrame:
    """territory, year, resource, people (room with the asked-for assurance), binds (probability of stopping first)."""
    rows = [
        (code, year.year, name, float(year.room.people[k, r]), float(year.room.binds[k, r]))
        for year in years
        for k, name in enumerate(year.room.resources)
        for r, code in enumerate(ground.codes)
    ]
    return pl.DataFrame(rows, schema=["territory", "year", "resource", "people", "binds"], orient="row")
