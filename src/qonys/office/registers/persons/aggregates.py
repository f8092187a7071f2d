"""Counts of the persons in the register, rounded so that they tell of nobody (see disclosure.rounding)."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db.models import Q

from qonys.office.foundation.authority.paths import unit_of
from qonys.office.registers.disclosure.ages import age_on, single
from qonys.office.registers.disclosure.periods import first_of_month
from qonys.office.registers.disclosure.rounding import Protected, Tally, record_key
from qonys.office.registers.persons.models import Person

ROWS = 5_000  # fetched at a time: a register of millions is walked, not loaded


def persons(on: date) -> Protected:
    """The living by the unit where they are, or were last, registered, sex and single age on that day."""
    tally = Tally("territory", "sex", "age")
    first_of_month(on)
    alive = Person.objects.filter(Q(died=None) | Q(died__gte=on)).order_by()
    rows = alive.values_list("key", "home", "sex", "birth_date")
    for key, home, sex, born in rows.iterator(ROWS):
        age = age_on(born, on)
        if age >= 0:
            tally.add((unit_of(home), sex, single(age)), record_key(str(key)))
    return tally.protected(settings.QONYS_SMALLEST_COUNT)
