"""Which list of territories a code belongs to on a day, and which units became of it later."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

from django.conf import settings
from django.utils.translation import gettext as _

from qonys.countries.territories import TerritoryLists, load_territories
from qonys.office.foundation.authority.models import Territory
from qonys.office.foundation.authority.paths import unit_of
from qonys.office.registers.residence.refusals import OtherList


def lists() -> TerritoryLists:
    return _read(str(settings.QONYS_COUNTRY))


def listed(territory: Territory, on: date) -> date:
    """The list of that day, on which the territory must stand. Raises OtherList, naming what it was part of."""
    found, unit = lists().on(on), unit_of(territory.path)
    if unit and unit not in found:
        raise OtherList(
            _("this territory was not on the list in force on that day."),
            where=territory.path,
            value=str(on),
            remedy=_("On the list from %(since)s stand %(codes)s.")
            % {"since": found.since, "codes": ", ".join(found.codes)},
        )
    return found.since


def parts(unit: str, since: date, day: date) -> Mapping[str, float]:
    """What a unit of the list from `since` is on the list of a day: codes with shares of its people."""
    return _parts(str(settings.QONYS_COUNTRY), unit, since, lists().on(day).since)


def split(unit: str, since: date) -> date | None:
    """The day a unit of the list from `since` became several, or another; None if it is still the same."""
    later = [each.since for each in lists().lists if each.since > since]
    return next((day for day in later if list(parts(unit, since, day)) != [unit]), None)


@cache
def _read(country: str) -> TerritoryLists:
    return load_territories(country)


@cache
def _parts(country: str, unit: str, since: date, until: date) -> Mapping[str, float]:
    shares = {unit: 1.0}
    for step in _read(country).concordances:
        if since < step.since <= until:
            shares = _one_step(shares, {(old, new): share for old, new, share in step.shares})
    return shares


def _one_step(shares: Mapping[str, float], step: Mapping[tuple[str, str], float]) -> dict[str, float]:
    found: dict[str, float] = {}
    for unit, share in shares.items():
        for (old, new), part in step.items():
            if old == unit and part:
                found[new] = found.get(new, 0.0) + share * part
    return found or dict(shares)
