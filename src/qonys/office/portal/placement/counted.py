"""What a place counts in a round, in words: the choices of the office, and what was learned or is assumed of places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from qonys.office.casework.applications.places import regions
from qonys.office.planning.wording.numbers import number
from qonys.office.planning.wording.places import name
from qonys.office.registers.settlements.models import Family


@dataclass(frozen=True)
class Counted:
    """`rows`: points of each region by kind of family; none where nothing was learned yet."""

    sentences: tuple[str, ...]
    version: str = ""
    kinds: tuple[str, ...] = ()
    rows: tuple[tuple[str, tuple[str, ...]], ...] = ()


def counted(report: Mapping[str, Any]) -> Counted | None:
    """None for a round that was computed before this was kept."""
    worth = report.get("worth")
    if not worth:
        return None
    if not worth["version"]:
        nobody = _("Too few families have been followed yet to say which region suits whom: all are assumed alike.")
        return Counted((_choices(worth["assumed"]), nobody))
    return Counted((_choices(worth["assumed"]), _learned(worth)), worth["version"], *_table(worth["points"]))


def _choices(assumed: Mapping[str, Any]) -> str:
    first, second, third = assumed["choices"]
    return _(
        "Chosen by the office: a family's first choice counts %(first)s points, the second %(second)s, the third "
        "%(third)s, another place %(elsewhere)s; a job in its own occupation %(own)s."
    ) % {"first": first, "second": second, "third": third, "elsewhere": assumed["elsewhere"],
         "own": assumed["own_work"]}  # fmt: skip


def _learned(worth: Mapping[str, Any]) -> str:
    return _(
        "Learned from settled families: version %(version)s of the outcome model, counted on %(day)s, %(adults)s "
        "adults asked. Each adult of a family more who is likely to work there after a year and to be there after five "
        "counts %(each)s points. They are counted from the region that suits families of that kind least, so that no "
        "kind of family comes before another."
    ) % {"version": worth["version"], "day": date_format(date.fromisoformat(worth["on"]), "DATE_FORMAT"),
         "adults": number(worth["adults"]), "each": number(worth["assumed"]["each"])}  # fmt: skip


def _table(points: Mapping[str, Mapping[str, int]]) -> tuple[tuple[str, ...], tuple[tuple[str, tuple[str, ...]], ...]]:
    kinds = sorted(points)
    names = {unit.code: name(unit.names) for unit in regions()}
    units = dict.fromkeys(unit for row in points.values() for unit in row)
    rows = tuple((names.get(u, u), tuple(number(points[kind].get(u, 0)) for kind in kinds)) for u in units)
    return tuple(str(Family(kind).label) for kind in kinds), rows
