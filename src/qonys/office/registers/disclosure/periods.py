"""For which periods counts are given: whole ones, so that two answers never differ by the events of one day."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from qonys.office.registers.disclosure.refusals import NotAWhole
from qonys.office.registers.refusals import rather


def first_of_month(day: date) -> date:
    if day.day != 1:
        raise NotAWhole(
            _("people are counted on the first day of a month."), value=str(day), remedy=rather(day.replace(day=1))
        )
    return day


def whole_quarters(since: date, until: date) -> tuple[date, date]:
    return _whole(since, until, (1, 4, 7, 10), _("moves are counted by whole quarters."))


def whole_years(since: date, until: date) -> tuple[date, date]:
    return _whole(since, until, (1,), _("births and deaths are counted by whole years."))


def _whole(since: date, until: date, months: tuple[int, ...], rule: str) -> tuple[date, date]:
    for day in (since, until):
        if day.day != 1 or day.month not in months:
            raise NotAWhole(
                rule, value=str(day), remedy=_("Give the first day of a period, and the first day after it.")
            )
    return since, until
