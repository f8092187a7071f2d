"""Levers as a reader sees them: what is done where and when, how strongly people answer, and what that stands on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from qonys.engines.vocabulary.territory import Names
from qonys.office.planning.scenarios import selectors
from qonys.office.planning.scenarios.comparisons import Comparison
from qonys.office.planning.scenarios.selectors import Strength
from qonys.office.planning.wording import numbers
from qonys.office.planning.wording.places import name

LEVERS: Mapping[str, Promise] = {
    "fertility": gettext_lazy("Fertility"),
    "mortality": gettext_lazy("Length of life"),
    "family_policy": gettext_lazy("Support to families"),
    "active_ageing": gettext_lazy("Active ageing"),
    "kandas": gettext_lazy("Kandas invited"),
    "labour": gettext_lazy("Workers invited from abroad"),
    "emigration": gettext_lazy("Emigration"),
    "relocation": gettext_lazy("Resettlement"),
    "housing": gettext_lazy("Housing"),
    "schools": gettext_lazy("School building"),
    "growth_points": gettext_lazy("Growth point"),
    "wages": gettext_lazy("Wages"),
    "events": gettext_lazy("Event"),
}
COURSES: Mapping[str, Promise] = {
    "total_fertility": gettext_lazy("children per woman"),
    "change_percent": gettext_lazy("% against the baseline"),
    "years_of_life": gettext_lazy("years of life more"),
    "support_percent": gettext_lazy("% more support"),
    "pension_age": gettext_lazy("pension age, years"),
    "active_percent": gettext_lazy("% more of those past pension age at work"),
    "persons": gettext_lazy("persons a year"),
    "families": gettext_lazy("families a year"),
    "places": gettext_lazy("places to live, counted together"),
    "seats": gettext_lazy("school seats, counted together"),
    "jobs": gettext_lazy("jobs, counted together"),
    "percent": gettext_lazy("% against other regions"),
}
EVENTS: Mapping[str, Promise] = {
    "fertility_percent": gettext_lazy("births"),
    "immigration_percent": gettext_lazy("immigration"),
    "emigration_percent": gettext_lazy("emigration"),
    "arrivals_percent": gettext_lazy("arrivals from other regions"),
    "departures_percent": gettext_lazy("departures to other regions"),
}
STRENGTHS: Mapping[str, Promise] = {
    "elasticity": gettext_lazy("answer to it"),
    "uptake": gettext_lazy("share who come"),
    "leaving": gettext_lazy("returns against the plan"),
    "response": gettext_lazy("share who work on"),
    "size": gettext_lazy("size when it happens"),
}
BASES: Mapping[str, Promise] = {
    "literature": gettext_lazy("publications about other places or times"),
    "programme": gettext_lazy("the country's own programme"),
    "assumption": gettext_lazy("assumption"),
    "estimate": gettext_lazy("fitted to the country's own data"),
}


@dataclass(frozen=True)
class Answer:
    """One strength as text."""

    label: str
    value: str
    interval: str
    basis: str
    to_be_replaced: bool
    source: str


@dataclass(frozen=True)
class Row:
    """One lever of a scenario."""

    kind: str
    where: str
    done: tuple[str, ...]
    answers: tuple[Answer, ...]  # none for a bare assumption


def rows(comparison: Comparison) -> list[Row]:
    """Every lever in the order of the document."""
    names = {place.code: name(place.names) for place in selectors.geography(comparison).places}
    strengths = selectors.strengths(comparison)
    return [
        Row(str(LEVERS.get(kind, kind)), _where(lever, names), tuple(_done(lever)), tuple(_answers(place, strengths)))
        for kind, place, lever in _levers(selectors.levers(comparison))
    ]


def _levers(document: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Kind, place in the document, entries."""
    for kind, found in document.items():
        if isinstance(found, list):
            yield from ((kind, f"{kind}.{place}", lever) for place, lever in enumerate(found))
        else:
            yield kind, kind, found


def _where(lever: Mapping[str, Any], names: Mapping[str, str]) -> str:
    if "destination" in lever:
        return f"{names.get(lever['origin'], lever['origin'])} → {names.get(lever['destination'], '')}"
    if "territory" in lever:
        return names.get(lever["territory"], lever["territory"])
    if shares := lever.get("shares"):
        parts = sorted(shares.items(), key=lambda part: -part[1])
        return ", ".join(f"{names.get(code, code)} {numbers.percent(100 * share)}" for code, share in parts)
    if places := lever.get("territories"):
        return ", ".join(names.get(code, code) for code in places)
    return _("as today") if "persons" in lever else _("the whole country")


def _done(lever: Mapping[str, Any]) -> Iterator[str]:
    if called := lever.get("names"):
        yield name(Names(**called))
    elif called := lever.get("name"):
        yield str(called)
    for entry, label in COURSES.items():
        if isinstance(lever.get(entry), dict):
            yield f"{label}: {_course(lever[entry])}"
    if "frequency" in lever:
        yield from _event(lever)
    if size := lever.get("family_size"):
        yield _("%(n)s persons in a family") % {"n": numbers.number(size, 1)}
    if seats := lever.get("seats_today"):
        yield _("%(n)s seats today") % {"n": numbers.number(seats)}


def _course(course: Mapping[str, float]) -> str:
    """2027: 0 → 2034: 20 000; a single value holds from its year on."""
    told = [f"{year}: {_value(value)}" for year, value in sorted(course.items())]
    return told[0] + " …" if len(told) == 1 else " → ".join(told)


def _event(lever: Mapping[str, Any]) -> Iterator[str]:
    years = int(lever.get("duration", 1))
    yield _("begins in %(share)s of years, lasts %(years)s") % {
        "share": numbers.percent(100 * lever["frequency"]),
        "years": ngettext("%(count)d year", "%(count)d years", years) % {"count": years},
    }
    for entry, label in EVENTS.items():
        if change := lever.get(entry):
            yield f"{label} {numbers.percent(change, signed=True)}"
    life = lever.get("years_of_life")
    if life and not isinstance(life, dict):  # an event has one value, the lever of that name a course
        yield f"{COURSES['years_of_life']}: {_value(life)}"


def _answers(place: str, strengths: Mapping[str, Strength]) -> Iterator[Answer]:
    for where, found in strengths.items():
        if where.rpartition(".")[0] == place:
            low, value, high = (numbers.number(each, 2) for each in (found.low, found.value, found.high))
            label, basis = STRENGTHS.get(where.rpartition(".")[2], ""), BASES.get(found.basis, found.basis)
            interval = numbers.between(low, high)
            yield Answer(str(label), value, interval, str(basis), found.to_be_replaced, found.source)


def _value(value: float) -> str:
    return numbers.number(value, 0 if float(value).is_integer() else 2)
