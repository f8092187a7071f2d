"""Couples that were followed for some years, written straight into the register: quick, and without a journal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from qonys.office.registers.persons.models import Person
from qonys.office.registers.residence.lists import lists
from qonys.office.registers.settlements.models import Settlement, Standing
from qonys.office.registers.settlements.services import family_of
from qonys.office.registers.sources.models import Vintage


def couples(
    path: str, year: int, number: int, who: Callable[[int], Person], works: Callable[[int], bool], vintage: Vintage
) -> None:
    """So many that settle in a year, one a day, and what both did a year later. A person may settle more than once."""
    rows = []
    for each in range(number):
        since = date(year, 1, 1) + timedelta(days=each)
        rows.append(Settlement(
            person=who(each), territory_id=path, listed=lists().on(since).since, since=since,
            family=family_of(each % 5, each % 2 == 0), adults=2, children=each % 5, vintage=vintage,
        ))  # fmt: skip
    made = Settlement.objects.bulk_create(rows)
    Standing.objects.bulk_create(
        Standing(settlement=row, month=12, seeking=2, working=2 * works(each)) for each, row in enumerate(made)
    )
