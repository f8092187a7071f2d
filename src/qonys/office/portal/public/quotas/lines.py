"""The table of lines: regions with their streams, each line with the reasons that add up to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from qonys.office.planning.forecasts import selectors as forecasts
from qonys.office.planning.quotas.selectors import Line, Room
from qonys.office.planning.wording import numbers, places
from qonys.office.portal.public.drawing.steps import Steps, steps
from qonys.office.portal.public.quotas.subject import Subject, about, listed, people

MINUS, PLUS = numbers.MINUS, "+"


@dataclass(frozen=True)
class Numbers:
    """Proposed, official and the difference: as numbers for sorting, as text for reading."""

    proposed: int
    official: int | None

    @property
    def difference(self) -> int | None:
        return None if self.official is None else self.proposed - self.official

    @property
    def texts(self) -> tuple[str, str, str]:
        if self.official is None:
            return people(self.proposed), "", ""
        return people(self.proposed), people(self.official), people(self.proposed - self.official, signed=True)


@dataclass(frozen=True)
class LineRow:
    """One stream of a region. `says` tells at a glance why nobody is proposed where officials settle people."""

    anchor: str
    stream: str
    numbers: Numbers
    reasons: tuple[tuple[str, str], ...]  # amount, words
    sum: str
    steps: Steps | None
    says: str


@dataclass(frozen=True)
class RegionRow:
    """A region with its lines. `room`: what those proposed take of what is spare there; `says`: what is not spare."""

    code: str
    name: str
    search: str
    balance: str  # the address of its balance
    numbers: Numbers
    lines: tuple[LineRow, ...]
    room: tuple[tuple[str, str], ...]
    says: str


def rows(subject: Subject, sort: str, descending: bool) -> list[RegionRow]:
    """Every region of the country, also those to which nobody is invited."""
    by_region: dict[str, list[Line]] = {}
    for line in subject.lines:
        by_region.setdefault(line.territory, []).append(line)
    units = places.by_name(forecasts.geography(subject.run).units)
    found = [_region(subject, unit, by_region.get(unit.code, [])) for unit in units]
    if sort in ("proposed", "official", "difference"):
        found.sort(key=lambda row: _sortable(getattr(row.numbers, sort)), reverse=descending)
    elif descending:
        found.reverse()
    return found


def totals(subject: Subject) -> list[tuple[str, Numbers]]:
    """Each stream of the nation, and all of them together."""
    parts = [
        (subject.stream(key), _numbers(subject, [line for line in subject.lines if line.stream == key]))
        for key in subject.streams
    ]
    return [*parts, (_("All together"), _numbers(subject, subject.lines))]


def _region(subject: Subject, unit: forecasts.Place, lines: list[Line]) -> RegionRow:
    told = tuple(_line(subject, line) for line in lines)
    return RegionRow(
        code=unit.code,
        name=places.name(unit.names),
        search=" ".join((unit.names.kk, unit.names.ru, unit.names.en)).lower(),
        balance=reverse("balance_region", args=[unit.code]),
        numbers=_numbers(subject, lines),
        lines=told,
        room=tuple(_taken(subject, room) for room in subject.rooms.get(unit.code, ()) if room.used or room.spare),
        says="" if any(line.says for line in told) else _missing(subject, unit.code),
    )


def _line(subject: Subject, line: Line) -> LineRow:
    amounts = [reason.amount for reason in line.reasons]
    held = [subject.resource(detail) for reason in line.reasons for detail in reason.details]
    says = ""
    if line.proposed == 0:
        says = _("Nobody. Nothing spare: %(what)s") % {"what": listed(held)} if held else _("Nobody")
    return LineRow(
        anchor=f"{line.territory}-{line.stream}",
        stream=subject.stream(line.stream),
        numbers=Numbers(line.proposed, line.official),
        reasons=tuple(
            (people(reason.amount, signed=place > 0), places.name(reason.names))
            for place, reason in enumerate(line.reasons)
        ),
        sum=_sum(amounts, line.proposed),
        steps=steps(amounts),
        says=says,
    )


def _sum(amounts: list[int], total: int) -> str:
    """175 + 113 = 288; a single part is its own sum."""
    if len(amounts) < 2:
        return people(total)
    parts = [people(amounts[0])]
    parts += [f"{MINUS if amount < 0 else PLUS} {people(abs(amount))}" for amount in amounts[1:]]
    return f"{' '.join(parts)} = {people(total)}"


def _numbers(subject: Subject, lines: Iterable[Line]) -> Numbers:
    """A sum is official only where every part of it is; a region without lines has none on either side."""
    found = list(lines)
    official = [line.official for line in found if line.official is not None]
    whole = len(official) == len(found) and subject.known
    return Numbers(sum(line.proposed for line in found), sum(official) if whole else None)


def _taken(subject: Subject, room: Room) -> tuple[str, str]:
    told = _("%(used)s of %(spare)s spare %(unit)s") % {
        "used": about(room.used),
        "spare": about(room.spare),
        "unit": subject.unit(room.resource),
    }
    return subject.resource(room.resource), " ".join(told.split())


def _missing(subject: Subject, code: str) -> str:
    found = subject.missing(code)
    return _("Nothing spare: %(what)s") % {"what": listed(map(subject.resource, found))} if found else ""


def _sortable(value: int | None) -> float:
    return float("-inf") if value is None else value
