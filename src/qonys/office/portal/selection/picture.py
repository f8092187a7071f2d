"""A score as a picture to read: each line with its bar, what the limits took, the total beside the mark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from qonys.office.casework.selection import sources
from qonys.office.casework.selection.engine import Input, Path, RuleSet, Rung
from qonys.office.casework.selection.trying import Tried
from qonys.office.planning.wording import numbers
from qonys.office.planning.wording.places import name

STAR = " *"  # beside a weight no published act gives
SCALE = 1000  # units of a drawing across


@dataclass(frozen=True)
class Bar:
    """One line: `width` of SCALE, `most` the points the line could give."""

    name: str
    reason: str
    law: str
    points: int
    most: int
    width: int
    room: int
    assumed: bool


@dataclass(frozen=True)
class Lost:
    name: str
    law: str
    taken: str  # with its sign


@dataclass(frozen=True)
class Step:
    """Something that would raise the total; `reaches`: it alone is enough."""

    name: str
    plus: str  # with its sign
    total: int
    months: str
    reaches: bool


@dataclass(frozen=True)
class Fact:
    name: str
    value: str
    source: str


@dataclass(frozen=True)
class Picture:
    bars: tuple[Bar, ...]
    losses: tuple[Lost, ...]
    lost: int
    total: int
    cut_off: int | None
    reached: bool
    lacking: int
    total_width: int
    mark: int
    assumed: bool
    star: str = STAR


def drawn(result: Mapping[str, Any], rules: RuleSet) -> Picture:
    """From a result as it stands in a receipt."""
    language = get_language() or "kk"
    most = {each.name: max(each.bounds[1], 0) for each in rules.items}
    widest = max([*most.values(), 1])
    total, cut_off = int(result["total"]), result["cut_off"]
    across = max(rules.highest, total, 1)
    return Picture(
        bars=tuple(_bar(each, most.get(each["item"], 0), widest, language) for each in result["items"]),
        losses=tuple(_lost(each, language) for each in result["caps"]),
        lost=result["lost_to_cap"],
        total=total,
        cut_off=cut_off,
        reached=result["reached"] is not False,
        lacking=max((cut_off or 0) - total, 0),
        total_width=_width(total, across),
        mark=_width(cut_off or 0, across),
        assumed=bool(result["placeholders"]),
    )


def steps(tried: Tried) -> list[Step]:
    """Those that add something, the largest first."""
    return [_step(each) for each in tried.rungs if each.gain > 0]


def way(tried: Tried) -> list[str]:
    """The soonest way to the mark, step by step; nothing if it is reached, or no steps lead there."""
    found: Path | None = tried.way
    if found is None or found.rung is None or not found.rung.steps:
        return []
    return [name(each.names) for each in found.rung.steps]


def table(inputs: tuple[Input, ...], rules: RuleSet, procedure: str) -> list[Fact]:
    """The facts with their sources."""
    language = get_language() or "kk"
    found = []
    for each in inputs:
        field = rules.by_name[each.name]
        value = _("not known") if each.value is None else field.label(each.value, language)
        found.append(Fact(name(field.names), value, sources.told(each.source, procedure, language)))
    return found


def _bar(each: Mapping[str, Any], most: int, widest: int, language: str) -> Bar:
    return Bar(
        name=each["names"][language],
        reason=each["reason"][language],
        law=sources.law_of(each, language),
        points=each["points"],
        most=most,
        width=_width(each["points"], widest),
        room=_width(most, widest),
        assumed=each["placeholder"],
    )


def _lost(each: Mapping[str, Any], language: str) -> Lost:
    return Lost(each["names"][language], sources.law_of(each, language), f"−{numbers.number(each['lost'])}")


def _step(rung: Rung) -> Step:
    months = ngettext("about %(months)d month", "about %(months)d months", rung.months) % {"months": rung.months}
    return Step(name(rung.steps[0].names), f"+{numbers.number(rung.gain)}", rung.total, months, rung.passes is True)


def _width(points: int, across: int) -> int:
    return max(0, min(SCALE, round(SCALE * points / across)))
