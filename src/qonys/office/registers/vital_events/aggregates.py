"""Births and deaths, rounded so that they tell of nobody (see disclosure.rounding)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.conf import settings

from qonys.office.registers.disclosure.ages import age_on, five_years, single
from qonys.office.registers.disclosure.periods import whole_years
from qonys.office.registers.disclosure.rounding import Protected, Tally, record_key
from qonys.office.registers.residence.placing import unit_in
from qonys.office.registers.vital_events.models import Event, Kind

ROWS = 5_000  # fetched at a time


def births(since: date, until: date) -> Protected:
    """Children born from `since` to the day before `until` by the mother's unit, year and sex of the child."""
    tally = Tally("territory", "year", "sex")
    whole_years(since, until)
    for key, day, unit, sex, _ in _events(Kind.BIRTH, since, until):
        tally.add((unit, str(day.year), sex), record_key("birth", key))
    return tally.protected(settings.QONYS_SMALLEST_COUNT)


def deaths(since: date, until: date) -> Protected:
    """People who died from `since` to the day before `until` by unit, year, sex and age in groups of five years."""
    tally = Tally("territory", "year", "sex", "age")
    whole_years(since, until)
    for key, day, unit, sex, born in _events(Kind.DEATH, since, until):
        group = five_years(single(max(0, age_on(born, day))))
        tally.add((unit, str(day.year), sex, group), record_key("death", key))
    return tally.protected(settings.QONYS_SMALLEST_COUNT)


def _events(kind: Kind, since: date, until: date) -> Iterator[tuple[str, date, str, str, date]]:
    found = Event.objects.filter(kind=kind, date__gte=since, date__lt=until).order_by()
    fields = ("person__key", "date", "territory", "listed", "person__sex", "person__birth_date")
    for key, day, path, listed, sex, born in found.values_list(*fields).iterator(ROWS):
        yield str(key), day, unit_in(day.year, path, listed, str(key)), sex, born
