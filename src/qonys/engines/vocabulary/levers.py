"""The levers of policy: what is done, in the trade's units, and how strongly people answer.

A `Course` gives values by calendar year: nothing happens before its first year, values between two years lie on a
straight line, and the last holds for ever after. Two neighbouring years make a step: {2034: 5000, 2035: 0}.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum
from itertools import pairwise
from math import inf, isclose, isfinite

from qonys.engines.vocabulary.age import AgeGroup
from qonys.engines.vocabulary.territory import Names

Course = Mapping[int, float]  # calendar year -> value
Shares = Mapping[str, float]  # of one whole: sums to 1

RETENTION_YEARS = 5


class Basis(StrEnum):
    """What an elasticity stands on."""

    LITERATURE = "literature"  # read from publications about other places or times: to be replaced by an estimate
    PROGRAMME = "programme"  # counted in the country's own programme
    ASSUMPTION = "assumption"  # nothing better was found: to be replaced
    ESTIMATE = "estimate"  # fitted to the country's own data


@dataclass(frozen=True)
class Elasticity:
    """How strongly people answer. Eight futures in ten lie between `low` and `high`, half of them below `value`."""

    __pydantic_config__ = {"extra": "forbid"}  # noqa: RUF012

    value: float
    low: float
    high: float
    source: str
    basis: Basis = Basis.LITERATURE

    def __post_init__(self) -> None:
        if not self.low <= self.value <= self.high:
            raise ValueError(f"low <= value <= high must hold, got {self.low}, {self.value}, {self.high}")
        if not self.source.strip():
            raise ValueError("an elasticity names its source")

    @property
    def to_be_replaced(self) -> bool:
        return self.basis in (Basis.LITERATURE, Basis.ASSUMPTION)


class Lever:
    """What all levers have in common: strict entries, checked courses, and the territories they name."""

    # Read by whoever fills a scenario from a document: an entry that no lever knows is a mistake, not a comment.
    __pydantic_config__ = {"extra": "forbid"}  # noqa: RUF012


@dataclass(frozen=True, kw_only=True)
class FertilityPath(Lever):
    """Total fertility itself, or its change in per cent. An assumption, so it has no elasticity."""

    total_fertility: Course = field(default_factory=dict)
    change_percent: Course = field(default_factory=dict)

    def __post_init__(self) -> None:
        _one_of(self, "total_fertility", "change_percent")
        _bounded("total_fertility", self.total_fertility, 0.1, 10)
        _bounded("change_percent", self.change_percent, -90, 500)


@dataclass(frozen=True, kw_only=True)
class MortalityPath(Lever):
    """Years added to life expectancy at birth, of both sexes. An assumption, so it has no elasticity."""

    years_of_life: Course

    def __post_init__(self) -> None:
        _bounded("years_of_life", self.years_of_life, -20, 20)


@dataclass(frozen=True, kw_only=True)
class FamilyPolicy(Lever):
    """Support to families with children, per cent more (or less) than today, everywhere or in some territories.

    Births are multiplied by (1 + percent/100) ** elasticity, whatever the order of the child.
    """

    support_percent: Course
    territories: tuple[str, ...] = ()
    elasticity: Elasticity | None = None

    def __post_init__(self) -> None:
        _bounded("support_percent", self.support_percent, -90, 1000)


@dataclass(frozen=True, kw_only=True)
class ActiveAgeing(Lever):
    """Nobody is born or moves by it: it changes who counts as working or of pension age, and who goes on working.

    `pension_age` moves the border between working_age and pension_age. `active_percent` is how many per cent more of
    those past it, up to 74, work. Potential workforce counts people up to today's border, of those between today's
    and the new border the share `response`, and the active past it.
    """

    pension_age: Course = field(default_factory=dict)
    active_percent: Course = field(default_factory=dict)
    response: Elasticity | None = None

    def __post_init__(self) -> None:
        _bounded("pension_age", self.pension_age, 45, 75)
        _bounded("active_percent", self.active_percent, -100, 100)


@dataclass(frozen=True, kw_only=True)
class Inflow(Lever):
    """Persons invited from abroad every year, with their ages and the territories they settle in.

    `origin` names where they come from; streams of different ages are different inflows. `shares` by territory, else
    as immigrants settle today. `uptake`: those who come, per person invited.
    """

    persons: Course
    shares: Shares = field(default_factory=dict)
    ages: Shares = field(default_factory=dict)
    men: float = 0.5
    origin: str = ""
    uptake: Elasticity | None = None

    def __post_init__(self) -> None:
        _bounded("persons", self.persons, 0, 1e7)
        _whole("shares", self.shares)
        _age_shares(self.ages)
        _share("men", self.men)


@dataclass(frozen=True, kw_only=True)
class LabourInflow(Inflow):
    """Workers invited for `stay` years; then they leave, but for the share `settling`."""

    stay: int = 3
    settling: float = 0.0

    def __post_init__(self) -> None:
        super().__post_init__()
        _share("settling", self.settling)
        if not 1 <= self.stay <= 30:
            raise ValueError(f"stay is 1 to 30 years, got {self.stay}")


@dataclass(frozen=True, kw_only=True)
class EmigrationChange(Lever):
    """People who leave the country, per cent more or fewer. An assumption, so it has no elasticity."""

    change_percent: Course

    def __post_init__(self) -> None:
        _bounded("change_percent", self.change_percent, -100, 1000)


@dataclass(frozen=True, kw_only=True)
class Relocation(Lever):
    """Persons (or families) moved every year from one territory to another by a programme.

    `retention`: the share still there after one to five years; the others go back. `uptake`: those who move, per place
    offered. `leaving`: by how much returns exceed (above 1) or miss (below 1) what `retention` says.
    """

    origin: str
    destination: str
    persons: Course = field(default_factory=dict)
    families: Course = field(default_factory=dict)
    family_size: float = 4.0  # 1,634 persons in 407 families moved from Turkistan in 2025 (kaz.inform.kz, 2026-01-27)
    ages: Shares = field(default_factory=dict)
    men: float = 0.5
    retention: tuple[float, ...] = ()
    uptake: Elasticity | None = None
    leaving: Elasticity | None = None

    def __post_init__(self) -> None:
        _one_of(self, "persons", "families")
        _bounded("persons", self.persons, 0, 1e7)
        _bounded("families", self.families, 0, 1e6)
        _age_shares(self.ages)
        _share("men", self.men)
        if self.origin == self.destination:
            raise ValueError(f"origin and destination are both {self.origin}")
        if not 1 <= self.family_size <= 15:
            raise ValueError(f"family_size is 1 to 15 persons, got {self.family_size}")
        _falling("retention", self.retention)


@dataclass(frozen=True, kw_only=True)
class Housing(Lever):
    """Places to live built in a territory beyond what is usual, counted together up to the year, in persons housed.

    Arrivals are multiplied by (1 + places / people there at the base) ** elasticity.
    """

    territory: str
    places: Course
    elasticity: Elasticity | None = None

    def __post_init__(self) -> None:
        _bounded("places", self.places, 0, 1e8)


@dataclass(frozen=True, kw_only=True)
class SchoolBuilding(Lever):
    """School seats added in a territory, counted together up to the year; `seats_today` if they are known.

    Arrivals are multiplied by (1 + seats / children of school age there at the base) ** elasticity.
    """

    territory: str
    seats: Course = field(default_factory=dict)
    seats_today: float | None = None
    elasticity: Elasticity | None = None

    def __post_init__(self) -> None:
        _bounded("seats", self.seats, 0, 1e8)
        if self.seats_today is not None and not 0 < self.seats_today < inf:
            raise ValueError(f"seats_today is a positive number of seats, got {self.seats_today}")


@dataclass(frozen=True, kw_only=True)
class GrowthPoint(Lever):
    """New jobs in a territory, counted together up to the year.

    Arrivals are multiplied by (1 + jobs / people of working age there at the base) ** elasticity.
    """

    territory: str
    jobs: Course
    name: str = ""
    names: Names | None = None  # the name as readers see it
    elasticity: Elasticity | None = None

    def __post_init__(self) -> None:
        _bounded("jobs", self.jobs, 0, 1e8)


@dataclass(frozen=True, kw_only=True)
class WageChange(Lever):
    """Wages of a territory relative to the others, per cent against today.

    Moves from o to d are multiplied by (wage ratio of d to o) ** elasticity.
    """

    territory: str
    percent: Course
    elasticity: Elasticity | None = None

    def __post_init__(self) -> None:
        _bounded("percent", self.percent, -90, 1000)


@dataclass(frozen=True, kw_only=True)
class Event(Lever):
    """Something that may happen: a drought, a closed border, an epidemic.

    In each year from `since` on it begins with probability `frequency` and lasts `duration` years. Meanwhile flows
    change by the given per cent and life expectancy by the given years; `arrivals_percent` and `departures_percent`
    are moves between territories, of `territories` or of all. `size` multiplies these effects (on the log scale for
    per cent) and is drawn for each occurrence.
    """

    name: str
    frequency: float
    duration: int = 1
    since: int | None = None
    territories: tuple[str, ...] = ()
    fertility_percent: float = 0.0
    years_of_life: float = 0.0
    immigration_percent: float = 0.0
    emigration_percent: float = 0.0
    arrivals_percent: float = 0.0
    departures_percent: float = 0.0
    names: Names | None = None  # the name as readers see it; `name` draws the luck
    size: Elasticity | None = None

    def __post_init__(self) -> None:
        _share("frequency", self.frequency)
        if not self.name.strip():
            raise ValueError("an event needs a name: its luck is drawn under it")
        if not 1 <= self.duration <= 50:
            raise ValueError(f"duration is 1 to 50 years, got {self.duration}")
        for entry in fields(self):
            if entry.name.endswith("_percent") and not -100 < getattr(self, entry.name) <= 10_000:
                raise ValueError(f"{entry.name} must be above -100, up to 10,000, got {getattr(self, entry.name)}")
        if not -20 <= self.years_of_life <= 20:
            raise ValueError(f"years_of_life must lie between -20 and 20, got {self.years_of_life}")


def _one_of(lever: Lever, *names: str) -> None:
    given = [name for name in names if getattr(lever, name)]
    if len(given) != 1:
        raise ValueError(f"give one of {' and '.join(names)}, not {'both' if given else 'none'}")


def _bounded(name: str, course: Course, lowest: float, highest: float) -> None:
    for year, value in course.items():
        if not (isfinite(value) and lowest <= value <= highest):
            raise ValueError(f"{name} of {year} must lie between {lowest:g} and {highest:g}, got {value:g}")


def _share(name: str, value: float) -> None:
    if not 0 <= value <= 1:
        raise ValueError(f"{name} is a share between 0 and 1, got {value:g}")


def _whole(name: str, shares: Shares) -> None:
    for part, share in shares.items():
        _share(f"{name} of {part}", share)
    if shares and not isclose(sum(shares.values()), 1.0, abs_tol=1e-6):
        raise ValueError(f"{name} must sum to 1, they sum to {sum(shares.values()):g}")


def _age_shares(ages: Shares) -> None:
    _whole("ages", ages)
    groups = sorted((AgeGroup.parse(text) for text in ages), key=lambda group: group.first)
    for younger, older in pairwise(groups):
        if younger.last is None or older.first <= younger.last:
            raise ValueError(f"the age groups {younger} and {older} overlap")


def _falling(name: str, shares: Sequence[float]) -> None:
    if shares and len(shares) != RETENTION_YEARS:
        raise ValueError(f"{name} has {RETENTION_YEARS} shares, after 1 to {RETENTION_YEARS} years, got {len(shares)}")
    for share in shares:
        if not 0 < share <= 1:
            raise ValueError(f"{name} are shares above 0 and up to 1, got {share:g}")
    if list(shares) != sorted(shares, reverse=True):
        raise ValueError(f"{name} never rises, got {list(shares)}")
