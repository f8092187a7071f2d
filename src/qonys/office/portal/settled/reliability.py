"""What was said of families before they came, beside what came about: as a picture and by group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qonys.office.planning.outcomes.selectors import Bin, Group, Trust
from qonys.office.planning.wording.numbers import number
from qonys.office.portal.officer.casefile.people import country

SIDE, LEFT, TOP = 400, 56, 16  # of the square, and the room for its scales
TITLES: Mapping[str, Promise] = {
    "sex": gettext_lazy("By sex of the applicant"),
    "age": gettext_lazy("By age of the applicant on arrival"),
    "region": gettext_lazy("By region where the family settled"),
    "origin": gettext_lazy("By citizenship of the applicant"),
}


@dataclass(frozen=True)
class Point:
    x: float
    y: float
    low: float
    high: float
    title: str


@dataclass(frozen=True)
class Row:
    name: str
    group: Group
    points: str  # of a hundred, with its sign: how much better it fared than was said


def drawn(bins: Iterable[Bin]) -> list[Point]:
    """One point for each group of equal size; on the diagonal, what was said came about."""
    return [Point(LEFT + _at(each.predicted), _down(each.happened), _down(each.low), _down(each.high),
                  f"{each.predicted:.0%} – {each.happened:.0%}") for each in bins]  # fmt: skip


def scale() -> list[tuple[float, float, str]]:
    """Where the marks of 0, 25, ... 100 % stand, across and down."""
    return [(LEFT + _at(share), _down(share), f"{share:.0%}") for share in (0, 0.25, 0.5, 0.75, 1)]


def tables(trust: Trust, regions: Mapping[str, str]) -> list[tuple[str, list[Row], int]]:
    """By dimension: its groups, and how many are too small to be told of."""
    found = []
    for key, title in TITLES.items():
        rows = [
            Row(_name(key, each.name, regions), each, number(100 * each.gap, signed=True))
            for each in trust.groups.get(key, ())
        ]
        found.append((str(title), rows, trust.hidden.get(key, 0)))
    return found


def _name(key: str, group: str, regions: Mapping[str, str]) -> str:
    if key == "sex":
        return {"male": _("men"), "female": _("women")}.get(group, group)
    if key == "region":
        return regions.get(group, group)
    return _("not known") if group == "?" else country(group) if key == "origin" else group


def _at(share: float) -> float:
    return round(SIDE * share, 1)


def _down(share: float) -> float:
    return round(TOP + SIDE * (1 - share), 1)
