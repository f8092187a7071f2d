"""What is missing, in sentences and rows: the parts of the balance pages that are told rather than drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qonys.office.planning.balances import grounds
from qonys.office.planning.balances import selectors as balances
from qonys.office.planning.balances.selectors import LABOUR, Balance, Bottleneck, Range
from qonys.office.planning.forecasts import selectors
from qonys.office.planning.forecasts.runs import Run
from qonys.office.planning.wording import numbers, places
from qonys.office.planning.wording.numbers import Estimate
from qonys.office.portal.public.chances import BINS, LIKELY, MARKS, Chance, chance
from qonys.office.portal.public.drawing import heat

NAMED = 5  # regions named at the top; the table has all
PEOPLE_GRAIN = 100.0  # room for newcomers rests on assumed shares: whole hundreds are as fine as it goes


@dataclass(frozen=True)
class Room:
    """Newcomers there is room for, and which resource is most likely to stop them first."""

    people: str
    value: float
    first: str
    chance: Chance


@dataclass(frozen=True)
class Line:
    """One balance for reading: of a region in a table of regions, or of a service in a table of services."""

    code: str  # of the region or the service
    name: str
    unit: str
    balance: Balance
    chance: Chance
    standing: str
    bin: str
    mark: str
    gap: Estimate
    rate: Estimate
    rate_value: float  # median, per 1,000 people
    need: str
    capacity: str
    unmet: Estimate
    cost: Estimate
    room: Room | None = None
    search: str = ""

    @property
    def likely(self) -> bool:
        return self.balance.probability >= LIKELY


def line(run: Run, code: str, name: str, each: Balance, room: Room | None = None, search: str = "") -> Line:
    thousands = population(run, each.territory, each.year) / 1000
    gap = each.gap
    return Line(
        code=code,
        name=name,
        unit=places.name(grounds.services(run)[each.service].unit),
        balance=each,
        chance=chance(each.probability),
        standing=places.name(grounds.standings(run)[each.standing]),
        bin=BINS[each.standing],
        mark=MARKS[each.standing],
        gap=numbers.people(gap, signed=True),
        rate=numbers.ratio(Range(gap.q10 / thousands, gap.q50 / thousands, gap.q90 / thousands), 0.01, signed=True),
        rate_value=gap.q50 / thousands,
        need=numbers.counted(each.need),
        capacity=numbers.counted(each.capacity),
        unmet=numbers.amount(each.unmet),
        cost=numbers.money(each.cost, grounds.currency(run)),
        room=room,
        search=search,
    )


def population(run: Run, territory: str, year: int) -> float:
    """People on 1 January of the year, median."""
    return next(band.q50 for band in selectors.paths(run, "population")[territory] if band.year == year)


def rooms(run: Run, year: int) -> dict[str, Room]:
    return {code: room(run, resources) for code, resources in balances.bottlenecks(run, year).items()}


def room(run: Run, resources: Sequence[Bottleneck]) -> Room:
    people, first = balances.room(tuple(resources)), max(resources, key=lambda each: each.binds)
    return Room(rounded(people), people, resource_name(run, first.resource), chance(first.binds))


def resource_name(run: Run, key: str) -> str:
    """What newcomers need of it: of the balance of workers that is jobs."""
    return _("Jobs") if key == LABOUR else places.name(grounds.services(run)[key].names)


def rounded(people: float) -> str:
    return numbers.number(numbers.rounded(people, PEOPLE_GRAIN))


def urgency(each: Line) -> tuple[int, float]:
    """The most probable shortage first; of those equally sure, the largest for its people."""
    return -round(100 * each.balance.probability), -each.rate_value


def headline(lines: Sequence[Line]) -> str:
    """In how many regions something is likely to be missing."""
    likely = sum(each.likely for each in lines)
    if not likely:
        return _("a shortage is likely in none of the %(all)s regions") % {"all": len(lines)}
    told = ngettext(
        "a shortage is likely in %(count)d of %(all)s regions",
        "a shortage is likely in %(count)d of %(all)s regions",
        likely,
    )
    return told % {"count": likely, "all": len(lines)}


def worst(lines: Sequence[Line]) -> tuple[list[Line], int]:
    """The regions where a shortage is most probable, at most so many as a reader holds, and how many more there are."""
    short = sorted((each for each in lines if each.likely), key=urgency)
    return short[:NAMED], max(len(short) - NAMED, 0)


def summary(lines: Sequence[Line]) -> tuple[tuple[str, str], ...]:
    """Of one region: what is likely to be missing, what cannot be said, what is likely to suffice."""
    falling = sorted(lines, key=urgency)
    groups = (
        (_("Most probably lacking"), [each for each in falling if each.likely]),
        (_("Cannot be said"), [each for each in falling if each.balance.standing == "open"]),
        (_("Most probably enough"), [each for each in falling if each.balance.probability <= 1 - LIKELY]),
    )
    return tuple((label, "; ".join(_brief(each) for each in group)) for label, group in groups if group)


def _brief(each: Line) -> str:
    return f"{each.name} ({each.chance.words})"


def room_sentence(run: Run, code: str, year: int) -> str:
    found = rooms(run, year).get(code)
    if found is None:
        return ""
    if found.value < PEOPLE_GRAIN / 2:
        told = _(
            "%(year)s: no room can be promised to newcomers; most probably it is stopped by: %(first)s (%(chance)s)."
        )
    else:
        told = _(
            "%(year)s: room for about %(people)s newcomers; most probably stopped first by: %(first)s (%(chance)s)."
        )
    return told % {"year": year, "people": found.people, "first": found.first, "chance": found.chance.words}


@dataclass(frozen=True)
class YearRoom:
    """Room for newcomers in one year: each resource's own, and which stops them first."""

    year: int
    all: Room
    each: tuple[tuple[str, Chance], ...]  # people, probability of stopping first; in the order of the columns


def rooms_through_the_years(run: Run, code: str) -> tuple[tuple[str, ...], tuple[YearRoom, ...]]:
    """Names of the resources, and one row a shown year. Nothing for the nation: newcomers come to a region."""
    known = grounds.services(run)
    resources: tuple[str, ...] = ()
    rows = []
    for year in heat.shown_years(balances.years(run)):
        found = {each.resource: each for each in balances.bottlenecks(run, year).get(code, ())}
        if found:
            resources = resources or tuple(key for key in known if key in found)
            each = tuple((rounded(found[key].people), chance(found[key].binds)) for key in resources)
            rows.append(YearRoom(year, room(run, tuple(found.values())), each))
    return tuple(resource_name(run, key) for key in resources), tuple(rows)
