"""One plan of one year: its lines with everything the page says of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from qonys.engines.vocabulary.territory import Names
from qonys.office.planning.forecasts import selectors as forecasts
from qonys.office.planning.forecasts.runs import Run
from qonys.office.planning.quotas import selectors
from qonys.office.planning.quotas.selectors import LABOUR, Limit, Line, Named, Official, Room
from qonys.office.planning.wording import numbers, places

DIGITS = 3  # of what is spare: an estimate with an interval of its own


@dataclass(frozen=True)
class Subject:
    """`official` holds the versions of this plan's streams in all years."""

    run: Run
    year: int
    plan: str
    named: Named
    lines: tuple[Line, ...]
    rooms: dict[str, tuple[Room, ...]]
    limits: tuple[Limit, ...]
    official: tuple[Official, ...]
    names: dict[str, str]  # of territories, the nation's too

    @classmethod
    def of(cls, run: Run, year: int, plan: str) -> Subject:
        named = selectors.names(run, year)
        return cls(
            run,
            year,
            plan,
            named,
            selectors.lines(run, year, plan),
            selectors.rooms(run, year, plan),
            selectors.limits(run, year, plan),
            tuple(each for each in selectors.official(run) if named.plan_of[each.stream] == plan),
            {place.code: places.name(place.names) for place in forecasts.geography(run).places},
        )

    @property
    def streams(self) -> tuple[str, ...]:
        return tuple(key for key, plan in self.named.plan_of.items() if plan == self.plan)

    @property
    def known(self) -> bool:
        """Whether an official quota of this year was published by region, at least in part."""
        return any(line.official is not None for line in self.lines)

    @property
    def proposed(self) -> int:
        return sum(line.proposed for line in self.lines)

    @property
    def moved(self) -> int:
        """Persons who would have to change places for the official quota to become the one proposed."""
        return sum(max(line.difference or 0, 0) for line in self.lines)

    @property
    def confirmed(self) -> float | None:
        """Share of the official persons whose place the proposal names too."""
        official = sum(line.official or 0 for line in self.lines)
        if official == 0:
            return None
        return sum(min(line.proposed, line.official or 0) for line in self.lines) / official

    def in_force(self, stream: str, year: int | None = None) -> Official | None:
        """The last version of the stream's official quota of a year, by default the plan's own."""
        wanted = year or self.year
        return next((each for each in reversed(self.official) if (each.stream, each.year) == (stream, wanted)), None)

    def latest(self, stream: str) -> Official | None:
        """The last version of the latest year up to the plan's own: where the national total comes from."""
        years = [each.year for each in self.official if each.stream == stream and each.year <= self.year]
        return self.in_force(stream, max(years)) if years else None

    def stream(self, key: str) -> str:
        return places.name(self.named.streams[key])

    def resource(self, key: str) -> str:
        """School places, housing, jobs: missing workers are jobs to those who come."""
        return _("Jobs") if key == LABOUR else places.name(self.named.resources[key])

    def unit(self, key: str) -> str:
        return "" if key == LABOUR else places.name(self.named.units[key])

    def missing(self, code: str) -> list[str]:
        """Resources of which the territory has not enough left for one person more."""
        return [
            each.resource for each in self.rooms.get(code, ()) if each.spare - each.used < self.needs(each.resource)
        ]

    def needs(self, resource: str) -> float:
        """Units of a resource that one person takes; a newcomer looks for at most one job."""
        return self.named.needs[resource].value if resource in self.named.needs else 0.5


@dataclass(frozen=True)
class Cited:
    """A source as the reader sees it; `language` where it was not written in theirs."""

    text: str
    language: str = ""


def cited(*sources: Names | None) -> Cited | None:
    """Sources in the reader's language, or in the one they were written in."""
    found = [source for source in sources if source is not None]
    if not found:
        return None
    alone = any(source.kk == source.en for source in found)
    return Cited("; ".join(places.name(source) for source in found), "en" if alone else "")


def people(count: float, signed: bool = False) -> str:
    return numbers.number(count, signed=signed)


def about(value: float) -> str:
    """An estimate with three digits: 54 100."""
    digits = len(str(int(abs(value))))
    return numbers.number(numbers.rounded(value, 10.0 ** max(digits - DIGITS, 0)))


def listed(words: Iterable[str]) -> str:
    """Names within a sentence: school places, jobs."""
    return ", ".join(word[:1].lower() + word[1:] for word in words)
