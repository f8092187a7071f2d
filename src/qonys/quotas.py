"""From balance to quotas: how many may be invited to which territory, and why exactly so many.

    settlement       kandas and resettlers, to where workers will be missing and homes and school places are spare
    foreign labour   permits by category, within the share of the labour force the law allows
    study            grants by field, to where each field will be hiring when the students are done

A quota of a year answers the need some years later (`need_lead`), with the room of the year itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from qonys.balances import LABOUR, Groundwork, YearBalance
from qonys.countries.figures.indicators import plain
from qonys.countries.pack import CountryPack
from qonys.countries.policy import Official, Plan, on
from qonys.engines.allocation.apportion import largest_remainders
from qonys.engines.allocation.comparison import Comparison, compare
from qonys.engines.allocation.problem import Limit, QuotaProblem, Resource
from qonys.engines.allocation.quotas import Quotas, allocate
from qonys.engines.allocation.reasons import Reason
from qonys.engines.vocabulary.errors import MissingCell
from qonys.engines.vocabulary.territory import Names
from qonys.hiring import hiring_by_sector

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

PLANS: tuple[Plan, ...] = ("settlement", "foreign_labour", "study")
PLAN_NAMES: Mapping[str, Names] = {
    "settlement": Names("Қандастар мен қоныс аударушылар", "Кандасы и переселенцы", "Kandas and resettlers"),
    "foreign_labour": Names("Шетелдік жұмыс күші", "Иностранная рабочая сила", "Foreign labour"),
    "study": Names("Білім гранттары", "Образовательные гранты", "Study grants"),
    "household_immigrants": Names("Үй шаруашылықтарындағы еңбек иммигранттары", "Трудовые иммигранты у физических лиц",
                                  "Labour immigrants in households"),
}  # fmt: skip
JOB_NAMES = Names("Жұмыс орындары", "Рабочие места", "Jobs")  # what missing workers are to those who come


@dataclass(frozen=True)
class LegalBound:
    """The most a plan may admit in the whole country: a share of its labour force, with the act that says so."""

    key: str
    plan: Plan
    share: float
    persons: int
    source: str


@dataclass(frozen=True)
class QuotaPlan:
    """The quotas proposed for one year, beside the official ones."""

    year: int
    plans: Mapping[str, Quotas]
    bounds: tuple[LegalBound, ...]
    comparisons: Mapping[str, Comparison]
    sectors: Mapping[str, int]  # foreign labour of the nation by sector, as those at work today are divided


def plan_quotas(country: CountryPack, ground: Groundwork, years: Sequence[YearBalance], year: int) -> QuotaPlan:
    """Proposed quotas of `year`. Raises MissingCell if the balances do not reach it."""
    bounds = legal_bounds(ground, _of(years, year))
    problems = {
        "settlement": settlement_problem(ground, years, year),
        "foreign_labour": foreign_labour_problem(country, ground, years, year, bounds),
        "study": study_problem(country, ground, year),
    }
    plans = {key: allocate(problem) for key, problem in problems.items() if problem.streams}
    compared = {key: _compared(ground, found, year) for key, found in plans.items()}
    foreign = sum(plans["foreign_labour"].totals.values()) if "foreign_labour" in plans else 0
    return QuotaPlan(year, plans, bounds, compared, _by_sector(ground, foreign))


def legal_bounds(ground: Groundwork, balance: YearBalance) -> tuple[LegalBound, ...]:
    """Every bound in force on the first days of the year, in persons of the expected labour force."""
    force, day = float(balance.labour_force.mean[-1]), date(balance.year, 1, 31)
    found = []
    for key, bound in ground.policy.quotas.bounds.items():
        share = on(bound.share, day, f"bound {key}")
        found.append(LegalBound(key, bound.plan, share.value, int(share.value * force), plain(share.source)))
    return tuple(found)


def settlement_problem(ground: Groundwork, years: Sequence[YearBalance], year: int) -> QuotaProblem:
    """Kandas and resettlers of a year: infrastructure first, protected minima only where there is room for them."""
    given = ground.policy.quotas
    streams, balance = given.of("settlement"), _of(years, year)
    per_person = [given.streams[stream].workers_per_person for stream in streams]
    fills = np.array([1.0 if each is None else each.value for each in per_person])
    ahead = _of(years, year + int(rule(ground, "need_lead", year)))
    resources = [
        Resource(name, balance.room.spare[k], np.full(len(streams), given.needs_per_person[name].value))
        for k, name in enumerate(balance.room.resources)
        if name != LABOUR
    ]
    resources.append(Resource(LABOUR, ahead.room.spare[ahead.room.resources.index(LABOUR)], fills))
    limits = [_national(ground, stream, streams, year) for stream in streams]
    problem = QuotaProblem(
        streams=streams,
        territories=ground.codes,
        purpose=np.zeros(len(streams), dtype=np.int64),
        shortage=_unmet(ahead, LABOUR)[None, :],
        fills=fills,
        resources=tuple(resources),
        limits=tuple(limit for limit in limits if limit is not None),
        lower=np.zeros((len(streams), len(ground.codes)), dtype=np.int64),
        upper=np.full((len(streams), len(ground.codes)), 10**7),
        steps=int(rule(ground, "priority", year)),
    )
    return replace(problem, lower=_protected(ground, problem, year))


def foreign_labour_problem(
    country: CountryPack, ground: Groundwork, years: Sequence[YearBalance], year: int, bounds: Sequence[LegalBound]
) -> QuotaProblem:
    """Permits by category: each category's part of the missing workers, a category with sectors their hiring."""
    streams = ground.policy.quotas.of("foreign_labour")
    ahead = _of(years, year + int(rule(ground, "need_lead", year)))
    totals = {stream: _official(ground, stream, year) for stream in streams}
    general = [s for s in streams if not ground.policy.quotas.streams[s].sectors]
    whole = sum(each.persons for s in general if (each := totals[s]) is not None)
    hiring = _hiring(country, ground, year)
    need = []
    for stream in streams:
        each = totals[stream]
        part = each.persons / whole if each is not None and stream in general and whole else 0.0
        need.append(part * _unmet(ahead, LABOUR) if stream in general else _of_sectors(ground, hiring, stream))
    limits = [_national(ground, stream, streams, year) for stream in streams]
    limits += [Limit(b.key, np.ones(len(streams), bool), b.persons) for b in bounds if b.plan == "foreign_labour"]
    spare = ahead.room.spare[ahead.room.resources.index(LABOUR)]
    takes = np.array([1.0 if stream in general else 0.0 for stream in streams])
    return _by_purpose(ground, streams, need, [Resource(LABOUR, spare, takes)], limits, year)


def study_problem(country: CountryPack, ground: Groundwork, year: int) -> QuotaProblem:
    """Grants by field for the hiring of the year in which their students finish."""
    streams = ground.policy.quotas.of("study")
    hiring = _hiring(country, ground, year + int(rule(ground, "study_lead", year)))
    need = [_of_sectors(ground, hiring, stream) for stream in streams]
    places = Limit("study_places", np.ones(len(streams), bool), rule(ground, "study_places", year))
    return _by_purpose(ground, streams, need, [], [places], year)


def _hiring(country: CountryPack, ground: Groundwork, year: int) -> dict[str, Floats]:
    return hiring_by_sector(country, ground.policy, ground.codes, ground.market.hiring[ground.market.at(year)])


def _by_purpose(
    ground: Groundwork,
    streams: tuple[str, ...],
    need: Sequence[Floats],
    resources: Sequence[Resource],
    limits: Sequence[Limit | None],
    year: int,
) -> QuotaProblem:
    """Every stream has a need of its own."""
    size = (len(streams), len(ground.codes))
    return QuotaProblem(
        streams=streams,
        territories=ground.codes,
        purpose=np.arange(len(streams)),
        shortage=np.array(need).reshape(size),
        fills=np.ones(len(streams)),
        resources=tuple(resources),
        limits=tuple(limit for limit in limits if limit is not None),
        lower=np.zeros(size, dtype=np.int64),
        upper=np.full(size, 10**7),
        steps=int(rule(ground, "priority", year)),
    )


def _protected(ground: Groundwork, problem: QuotaProblem, year: int) -> Ints:
    """A part of last year's official lines, brought down where what they need is not spare: (S, R)."""
    share = rule(ground, "protected", year)
    wanted = np.zeros(problem.shape)
    for s, stream in enumerate(problem.streams):
        before = ground.policy.quotas.latest(stream, year - 1)
        if before is not None:
            wanted[s] = [share * before.lines.get(code, 0) for code in problem.territories]
    return problem.fitting(wanted, np.zeros(problem.shape, dtype=np.int64))


def _national(ground: Groundwork, stream: str, streams: tuple[str, ...], year: int) -> Limit | None:
    """The stream's official total of the year, or of the latest year before it."""
    found = _official(ground, stream, year)
    return None if found is None else Limit(stream, np.array([each == stream for each in streams]), found.persons)


def _official(ground: Groundwork, stream: str, year: int) -> Official | None:
    known = [each.year for each in ground.policy.quotas.official if each.stream == stream and each.year <= year]
    return ground.policy.quotas.in_force(stream, max(known)) if known else None


def _of_sectors(ground: Groundwork, hiring: Mapping[str, Floats], stream: str) -> Floats:
    found = [hiring[sector] for sector in ground.policy.quotas.streams[stream].sectors]
    return np.asarray(np.sum(found, axis=0))


def _unmet(balance: YearBalance, key: str) -> Floats:
    """Expected shortage of every territory, (R,)."""
    return balance.gaps[key].unmet.mean[:-1]


def rule(ground: Groundwork, name: str, year: int) -> float:
    """One of the dated rules of sharing, as in force when the year begins."""
    return on(getattr(ground.policy.quotas.rules, name), date(year, 1, 31), f"rule {name}").value


def _of(years: Sequence[YearBalance], year: int) -> YearBalance:
    for each in years:
        if each.year == year:
            return each
    raise MissingCell(
        f"the balance does not reach 1 January {year}.",
        where="quotas",
        value=[each.year for each in years][-1:],
        remedy="Forecast further: a quota answers the need some years after its own.",
    )


def _compared(ground: Groundwork, found: Quotas, year: int) -> Comparison:
    given = {stream: ground.policy.quotas.latest(stream, year) for stream in found.problem.streams}
    official = {
        (stream, code): persons
        for stream, each in given.items()
        if each is not None
        for code, persons in each.lines.items()
    }
    return compare(found, official, {stream: each is not None and each.complete for stream, each in given.items()})


def _by_sector(ground: Groundwork, persons: int) -> dict[str, int]:
    stock = ground.policy.quotas.stock
    if stock is None:
        return {}
    shares = np.array(list(stock.sectors.values()))
    free = np.zeros(len(shares), dtype=np.int64), np.full(len(shares), persons)
    whole = largest_remainders(shares / shares.sum() * persons, persons, *free)
    return dict(zip(stock.sectors, whole.tolist(), strict=True))


def told(reason: Reason, ground: Groundwork) -> Names:
    """A reason in words, with the names of what held the line back."""
    names = reason.names
    if not reason.detail:
        return names
    what = [JOB_NAMES if key == LABOUR else ground.policy.services[key].names.names for key in reason.detail.split(",")]
    kk, ru, en = (", ".join(getattr(each, language) for each in what) for language in ("kk", "ru", "en"))
    return Names(f"{names.kk}: {kk}", f"{names.ru}: {ru}", f"{names.en}: {en}")
