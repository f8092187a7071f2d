"""Work and staying of settled families, rounded so that they tell of nobody (see disclosure.rounding).

These are what placement and scenarios learn from, and what the public sees. A family is counted in the place where it
settled, whatever became of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from django.conf import settings

from qonys.countries.calendar import months_later
from qonys.office.registers.disclosure.ages import age_on
from qonys.office.registers.disclosure.periods import whole_years
from qonys.office.registers.disclosure.rounding import Protected, Tally, record_key
from qonys.office.registers.residence.placing import unit_in
from qonys.office.registers.settlements.models import LEAVES, Settlement

ROWS = 5_000  # fetched at a time
YEARS = 5  # of the obligation, whose retention is told
FAMILIES = ("few-job", "few-none", "many-job", "many-none")  # the types, in the order of tables
AGES = (
    (18, "-17"),
    (30, "18-29"),
    (45, "30-44"),
    (60, "45-59"),
)  # completed years of the applicant on arrival; above: 60+
PERSON = ("person__sex", "person__birth_date", "person__citizenship")
WORKS, SEEKS, STAYED, LEFT = "works", "seeks", "stayed", "left"


def _age(sex: str, born: date, citizenship: str, day: date) -> str:
    return next((label for below, label in AGES if age_on(born, day) < below), "60+")


GROUPS: Mapping[str, Callable[[str, date, str, date], str]] = {
    "sex": lambda sex, born, citizenship, day: sex,
    "age": _age,
    "origin": lambda sex, born, citizenship, day: citizenship or "?",
}


def work(month: int, since: date, until: date, on: date) -> Protected:
    """Adults of families that arrived from `since` to the day before `until` and who want to work, so many months
    later: by unit, type of family, year of arrival, and whether they work there.

    Who moved on before the visit is counted as not in work there, or places that lose people would look good; but not
    before those who stayed can be asked, or a young year would look as if nobody worked.
    """
    tally = Tally("territory", "family", "year", "state")
    whole_years(since, until)
    for key, unit, family, day, adults, seeking, working, left in _visited(month, since, until, on):
        wanting = adults if left else seeking
        for number in range(wanting):
            state = WORKS if not left and number < working else SEEKS
            tally.add((unit, family, str(day.year), state), record_key("work", key, str(month), str(number)))
    return tally.protected(settings.QONYS_SMALLEST_COUNT)


def work_by(group: str, month: int, since: date, until: date, on: date) -> Protected:
    """As `work`, with a group of the person who applied (see GROUPS) beside; for comparing groups, never for placing.

    One table for each group: all at once would leave cells of one family, and rounding alone would speak.
    """
    tally = Tally("territory", "family", "year", "group", "state")
    whole_years(since, until)
    for key, unit, family, day, adults, seeking, working, left, *person in _visited(month, since, until, on, *PERSON):
        label = GROUPS[group](*person, day)
        for number in range(adults if left else seeking):
            state = WORKS if not left and number < working else SEEKS
            tally.add((unit, family, str(day.year), label, state), record_key("work", key, str(month), str(number)))
    return tally.protected(settings.QONYS_SMALLEST_COUNT)


def staying(since: date, until: date, on: date) -> Protected:
    """Families that arrived from `since` to the day before `until`, for every whole year after arrival that was over
    on a day: by unit, type of family, year of arrival, number of that year (0 is the first), and whether they left
    in it."""
    tally = Tally("territory", "family", "year", "after", "state")
    whole_years(since, until)
    for key, unit, family, day, gone, ended in _settled(since, until):
        for after in range(YEARS):
            over = months_later(day, 12 * (after + 1))
            if over > on:
                break  # who leaves early in a year that is not over yet is told when it is: both or neither
            left = gone is not None and gone < over
            if left and ended not in LEAVES:
                break  # no longer followed: neither stayed nor left
            state = LEFT if left else STAYED
            cell = (unit, family, str(day.year), str(after), state)
            tally.add(cell, record_key("staying", key, str(after)))
            if left:
                break
    return tally.protected(settings.QONYS_SMALLEST_COUNT)


def _visited(month: int, since: date, until: date, on: date, *more: str) -> Iterator[tuple[Any, ...]]:
    """Those who were asked then, and those who had left by then, of whom it is over on a day; with more fields of each
    if they are named."""
    standing = {
        pk: (seeking, working)
        for pk, seeking, working in Settlement.objects.filter(
            since__gte=since, since__lt=until, standings__month=month
        ).values_list("pk", "standings__seeking", "standings__working")
    }
    fields = ("pk", "adults", "until", "ended")
    for key, unit, family, day, pk, adults, gone, ended, *told in _rows(since, until, *fields, *more):
        over = months_later(day, month)
        left = gone is not None and ended in LEAVES and gone < over <= on
        if left or pk in standing:
            yield key, unit, family, day, adults, *standing.get(pk, (0, 0)), left, *told


def _settled(since: date, until: date) -> Iterator[tuple[Any, ...]]:
    yield from _rows(since, until, "until", "ended")


def _rows(since: date, until: date, *fields: str) -> Iterator[tuple[Any, ...]]:
    found = Settlement.objects.filter(since__gte=since, since__lt=until).order_by()
    told = found.values_list("person__key", "territory", "listed", "family", "since", *fields)
    for key, path, listed, family, day, *rest in told.iterator(ROWS):
        yield str(key), unit_in(day.year, path, listed, str(key)), family, day, *rest
