"""Population and moves out of the history of residence, rounded so that they tell of nobody (see disclosure.rounding).

A stock is on the list of territories of its day, a flow on that of the end of its year; homes in units that were split
since are placed by placing.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import chain
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from qonys.office.registers.disclosure.ages import age_on, quarter_of, single
from qonys.office.registers.disclosure.periods import first_of_month, whole_quarters
from qonys.office.registers.disclosure.rounding import Protected, Tally, record_key
from qonys.office.registers.residence.models import Began, Ended, Kind, Residence
from qonys.office.registers.residence.placing import unit_in, unit_on
from qonys.office.registers.residence.selectors import open_on

ROWS = 5_000  # fetched at a time: a register of millions is walked, not loaded
ABROAD = "abroad"


def population(on: date) -> Protected:
    """People registered permanently on that day by unit, sex and single age."""
    tally = Tally("territory", "sex", "age")
    first_of_month(on)
    rows = Residence.objects.filter(open_on(on), kind=Kind.PERMANENT)
    for key, path, listed, sex, born in _walk(rows, "territory", "listed", "person__sex", "person__birth_date"):
        age = age_on(born, on)
        if age >= 0:
            tally.add((unit_on(on, path, listed, key), sex, single(age)), record_key(key))
    return tally.protected(settings.QONYS_SMALLEST_COUNT)


def moves(since: date, until: date) -> Protected:
    """Moves from `since` to the day before `until` by unit of origin, unit of destination and quarter.

    Origin or destination may be ABROAD. Moves within a unit are counted; new boundaries are no moves.
    """
    tally = Tally("origin", "destination", "quarter")
    whole_quarters(since, until)
    for origin, destination, day, key in chain(
        _within(since, until), _arrivals(since, until), _departures(since, until)
    ):
        tally.add((origin, destination, quarter_of(day)), record_key("move", key, day.isoformat()))
    return tally.protected(settings.QONYS_SMALLEST_COUNT)


Move = tuple[str, str, date, str]


def _within(since: date, until: date) -> Iterator[Move]:
    begun = _between("since", since, until).filter(began=Began.MOVED)
    fields = ("since", "territory", "listed", "origin__territory", "origin__listed")
    for key, day, path, listed, old_path, old_listed in _walk(begun, *fields):
        yield unit_in(day.year, old_path, old_listed, key), unit_in(day.year, path, listed, key), day, key


def _arrivals(since: date, until: date) -> Iterator[Move]:
    begun = _between("since", since, until).filter(began=Began.ARRIVED)
    for key, day, path, listed in _walk(begun, "since", "territory", "listed"):
        yield ABROAD, unit_in(day.year, path, listed, key), day, key


def _departures(since: date, until: date) -> Iterator[Move]:
    over = _between("until", since, until).filter(ended=Ended.LEFT)
    for key, day, path, listed in _walk(over, "until", "territory", "listed"):
        yield unit_in(day.year, path, listed, key), ABROAD, day, key


def _between(field: str, since: date, until: date) -> QuerySet[Residence]:
    return Residence.objects.filter(kind=Kind.PERMANENT, **{f"{field}__gte": since, f"{field}__lt": until})


def _walk(rows: QuerySet[Residence], *fields: str) -> Iterator[tuple[Any, ...]]:
    for key, *values in rows.order_by().values_list("person__key", *fields).iterator(ROWS):
        yield str(key), *values
