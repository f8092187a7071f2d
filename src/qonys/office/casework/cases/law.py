"""The country's law as the office applies it: procedures, clocks and calendar of QONYS_COUNTRY."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

from django.conf import settings
from django.utils.translation import gettext as _

from qonys.countries.calendar import Calendar, read_calendar
from qonys.countries.clocks import Clocks, read_clocks
from qonys.countries.folders import pack_folder
from qonys.countries.procedures.law import Procedure, Version, read_procedures
from qonys.office.casework.cases.refusals import UnknownProcedure


def procedures() -> Mapping[str, Procedure]:
    return _procedures(settings.QONYS_COUNTRY)


def procedure(key: str) -> Procedure:
    """Raises UnknownProcedure."""
    known = procedures()
    if key not in known:
        letter = _("There is no procedure %(key)s. Known are %(known)s.")
        raise UnknownProcedure(letter % {"key": key, "known": ", ".join(known) or "-"})
    return known[key]


def version_on(key: str, day: date) -> Version:
    return procedure(key).on(day)


def version(key: str, name: str) -> Version:
    return procedure(key).version(name)


def clocks() -> Clocks:
    return _clocks(settings.QONYS_COUNTRY)


def calendar() -> Calendar | None:
    return _calendar(settings.QONYS_COUNTRY)


@cache
def _procedures(country: str) -> Mapping[str, Procedure]:
    return read_procedures(pack_folder(country))


@cache
def _clocks(country: str) -> Clocks:
    return read_clocks(pack_folder(country))


@cache
def _calendar(country: str) -> Calendar | None:
    return read_calendar(pack_folder(country))
