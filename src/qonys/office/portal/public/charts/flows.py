"""Who moves where: the largest exchanges of one region with the others."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from qonys.office.planning.forecasts import selectors
from qonys.office.planning.wording import numbers
from qonys.office.planning.wording.places import name
from qonys.office.planning.wording.tables import Column, Table
from qonys.office.portal.public.charts.territory import Subject

LARGEST = 10
GRAIN = 100.0  # an estimate from margins: whole hundreds are as fine as it goes


@dataclass(frozen=True)
class Flows:
    sentence: str
    table: Table


def flows(subject: Subject) -> Flows | None:
    """The ten largest exchanges; None for the nation, whose people stay within it."""
    found = selectors.flows(subject.run, subject.place.code)
    if not found:
        return None
    names = {place.code: name(place.names) for place in selectors.geography(subject.run).places}
    most_came, most_left = max(found, key=lambda flow: flow.came), max(found, key=lambda flow: flow.left)
    sentence = _(
        "Estimated from arrivals and departures: most came from %(origin)s (%(came)s), "
        "most left for %(destination)s (%(left)s)."
    ) % {
        "origin": names[most_came.other],
        "came": _rounded(most_came.came),
        "destination": names[most_left.other],
        "left": _rounded(most_left.left),
    }
    return Flows(sentence, _table(subject, found[:LARGEST], names))


def _table(subject: Subject, found: tuple[selectors.Flow, ...], names: dict[str, str]) -> Table:
    unit = subject.unit("population")
    columns = (
        Column(_("Region"), numeric=False),
        Column(_("Came from there"), unit),
        Column(_("Left for there"), unit),
        Column(_("Difference"), unit),
    )
    rows = tuple(
        (names[f.other], _rounded(f.came), _rounded(f.left), _rounded(f.came - f.left, signed=True)) for f in found
    )
    return Table(_("The largest exchanges with other regions, one year, an estimate"), columns, rows)


def _rounded(persons: float, signed: bool = False) -> str:
    return numbers.number(numbers.rounded(persons, GRAIN), signed=signed)
