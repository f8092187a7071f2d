"""What one more of anything would change, and which national limits are not used up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qonys.office.planning.forecasts import selectors as forecasts
from qonys.office.planning.quotas import selectors
from qonys.office.planning.quotas.selectors import Limit, Room
from qonys.office.planning.wording import numbers, places
from qonys.office.planning.wording.tables import Column, Table
from qonys.office.portal.public.quotas.rules import FOREIGN
from qonys.office.portal.public.quotas.subject import Cited, Subject, about, cited, listed, people

LEAST = 1e-6
Worth = Sequence[tuple[forecasts.Place, Room]]


@dataclass(frozen=True)
class Prices:
    """`sentence` in plain words, `table` region by region, and regions where one thing more is not enough."""

    sentence: str
    table: Table
    several: tuple[tuple[str, str], ...]  # region, what is missing there
    enough: str


@dataclass(frozen=True)
class LimitRow:
    name: str
    allowed: str
    proposed: str
    left: str
    why: str
    source: Cited | None


def prices(subject: Subject) -> Prices | None:
    """None where a plan takes nothing from its regions."""
    if not subject.rooms:
        return None
    units = places.by_name(forecasts.geography(subject.run).units)
    worth = [(unit, room) for unit in units for room in subject.rooms.get(unit.code, ()) if room.more > LEAST]
    worth.sort(key=lambda each: -each[1].price)
    columns = (
        Column(_("Region"), numeric=False),
        Column(_("What"), numeric=False),
        Column(_("Spare now")),
        Column(_("One more of it lets in"), numeric=False),
        Column(_("Worth"), _("1 is a job filled where it is needed most")),
    )
    rows = tuple(
        (
            places.name(unit.names),
            subject.resource(room.resource),
            f"{about(room.spare)} {subject.unit(room.resource)}".strip(),
            _lets(subject, room),
            numbers.number(room.price, 2),
        )
        for unit, room in worth
    )
    several = tuple(
        (places.name(unit.names), listed(map(subject.resource, found)))
        for unit in units
        if len(found := subject.missing(unit.code)) > 1
    )
    free = sum(not subject.missing(unit.code) for unit in units)
    enough = _("Regions with room for more: %(count)s of %(all)s.") % {"count": free, "all": len(units)}
    return Prices(
        _sentence(subject, worth), Table(_("Where one thing alone is missing"), columns, rows), several, enough
    )


def limits(subject: Subject) -> list[LimitRow]:
    """Every national limit, used up or not; then what the law allows beside this plan."""
    full = {limit.key for limit in subject.limits if limit.key in subject.streams and limit.unplaced == 0}
    rows = [_limit(subject, limit, len(full) == len(subject.streams)) for limit in subject.limits]
    if subject.plan == FOREIGN:
        proposed = selectors.plans(subject.run, subject.year)
        rows += [
            LimitRow(
                places.name(subject.named.bounds[bound.key]), people(bound.persons), "", "",
                _("Not divided by region here."), cited(subject.named.acts[bound.key].source),
            )
            for bound in selectors.bounds(subject.run, subject.year)
            if bound.plan not in proposed
        ]  # fmt: skip
    return rows


def sectors(subject: Subject) -> Table | None:
    """Foreign labour by sector, as those at work today are divided."""
    found = selectors.by_sector(subject.run, subject.year) if subject.plan == FOREIGN else {}
    if not found:
        return None
    columns = (Column(_("Sector"), numeric=False), Column(_("Proposed"), _("persons")))
    largest_first = sorted(found.items(), key=lambda each: -each[1])
    rows = tuple((places.name(subject.named.sectors[key]), people(count)) for key, count in largest_first)
    return Table(_("Foreign labour of the country by sector"), columns, rows)


def _limit(subject: Subject, limit: Limit, streams_full: bool) -> LimitRow:
    why = _("Used up.")
    if limit.unplaced > 0 and limit.key not in subject.streams and streams_full:
        why = _("The totals of the streams are used up first.")
    elif limit.unplaced > 0:
        why = _("No region needs more and has room for them.")
    name, source = _name(subject, limit)
    return LimitRow(name, people(limit.persons), people(limit.used), people(limit.unplaced), why, source)


def _name(subject: Subject, limit: Limit) -> tuple[str, Cited | None]:
    """What a limit is called, and where it comes from."""
    if limit.key in subject.streams:
        found = subject.latest(limit.key)
        return subject.stream(limit.key), cited(found.source) if found else None
    if limit.key in subject.named.bounds:
        return places.name(subject.named.bounds[limit.key]), cited(subject.named.acts[limit.key].source)
    rule = subject.named.rules.get(limit.key)
    return _("All grants together"), cited(rule.source) if rule else None


def _sentence(subject: Subject, worth: Worth) -> str:
    """Where one thing alone is missing, the region where one more of it is worth most, and what that would change."""
    if not worth:
        return _("No single thing more would let anybody else be invited.")
    unit, room = worth[0]
    told = {"region": places.name(unit.names), "what": subject.resource(room.resource), "people": _lets(subject, room)}
    one = _("%(region)s: one more under “%(what)s” lets in %(people)s.") % told
    others = _("They would come from the shares of regions that need them less.")
    if len(worth) == 1:
        return f"{one} {others}"
    many = ngettext("%(count)s region lacks one thing alone.", "%(count)s regions lack one thing alone.", len(worth))
    return f"{many % {'count': len(worth)}} {one} {others}"


def _lets(subject: Subject, room: Room) -> str:
    """About 4 people; where one unit is too little for anybody, how many it takes for one."""
    if room.more < 1 - LEAST:
        told = {"units": numbers.number(1 / room.more), "unit": subject.unit(room.resource)}
        return _("1 person for %(units)s %(unit)s more") % told
    count = round(room.more)
    return ngettext("about %(count)s person", "about %(count)s people", count) % {"count": people(count)}
