"""Brings the table of territories in line with the country pack. Run after every migration; safe to run again.

Codes come back after a split with other borders ("a code means a territory only together with a date"). For authority
they are one: a mandate for KZ-19 covers what is filed under KZ-19. Nothing is ever deleted, since mandates and files
point here; a territory that ended carries its last day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from django.db import transaction

from qonys.countries.territories import TerritoryLists, load_territories
from qonys.engines.vocabulary.territory import Territory as Unit
from qonys.office.foundation.authority.models import Part, Territory
from qonys.office.foundation.authority.paths import path_of, wholes


def sync(country: str) -> int:
    """Territories of the pack written down; returns how many rows were added or changed."""
    wanted = _wanted(load_territories(country))
    with transaction.atomic():
        known = Territory.objects.in_bulk([each.path for each in wanted])
        changed = [each for each in wanted if each.path not in known or _told(known[each.path]) != _told(each)]
        add(changed)
    return len(changed)


def add(territories: Iterable[Territory]) -> None:
    """Add territories, or correct them; what a path lies within must be there or among them."""
    rows = sorted(territories, key=lambda each: each.path)
    names = ["code", "name_kk", "name_ru", "name_en", "since", "until"]
    with transaction.atomic():
        Territory.objects.bulk_create(rows, update_conflicts=True, unique_fields=["path"], update_fields=names)
        parts = [Part(part_id=row.path, whole_id=whole) for row in rows for whole in wholes(row.path)]
        Part.objects.bulk_create(parts, ignore_conflicts=True)


def _wanted(lists: TerritoryLists) -> list[Territory]:
    nation = lists.nation
    units = sorted((unit for each in lists.lists for unit in each), key=lambda unit: unit.code)
    rows = [_row(path_of((nation.code,)), [nation])]
    for code, same in groupby(units, key=lambda unit: unit.code):
        rows.append(_row(path_of((nation.code, code)), list(same)))
    return rows


def _row(path: str, vintages: list[Unit]) -> Territory:
    """One row for all vintages of a code: the newest name, from the first day to the last."""
    newest = max(vintages, key=lambda unit: unit.since or date.min)
    starts = [unit.since for unit in vintages]
    ends = [unit.until for unit in vintages]
    return Territory(
        path=path,
        code=newest.code,
        name_kk=newest.names.kk,
        name_ru=newest.names.ru,
        name_en=newest.names.en,
        since=None if None in starts else min(day for day in starts if day),
        until=None if None in ends else max(day for day in ends if day),
    )


def _told(row: Territory) -> tuple[object, ...]:
    return (row.code, row.name_kk, row.name_ru, row.name_en, row.since, row.until)
