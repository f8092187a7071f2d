"""Territories of a country at any date, read from a pack's `territories.yaml` (its layout: `territories_file.py`).

Light on purpose: pages need names and neighbours, not tables, so nothing here loads the numerical libraries.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from qonys.countries.filling import fill
from qonys.countries.folders import pack_folder
from qonys.countries.territories_file import Group, Step, TerritoriesFile, Unit
from qonys.countries.yaml_files import read_mapping
from qonys.engines.vocabulary.errors import BadInput, SumsDisagree, UnknownTerritory
from qonys.engines.vocabulary.territory import Concordance, Names, Territories, Territory

FILE = "territories.yaml"


@dataclass(frozen=True)
class TerritoryGroup:
    """Several units published as one figure, such as a residual; on the list in force from `since`."""

    code: str
    names: Names
    members: tuple[str, ...]
    since: date


@dataclass(frozen=True)
class TerritoryLists:
    """Every list of units a country has had, oldest first, and how each leads to the next."""

    lists: tuple[Territories, ...]
    concordances: tuple[Concordance, ...]
    groups: tuple[TerritoryGroup, ...] = ()
    tiles: Mapping[str, tuple[int, int]] = field(default_factory=dict)  # code -> column, row of the tile map

    @property
    def nation(self) -> Territory:
        return self.lists[-1].nation

    @property
    def current(self) -> Territories:
        return self.lists[-1]

    def on(self, day: date | None = None) -> Territories:
        """The list in force on that day (the current one by default; the oldest for any earlier day)."""
        in_force = [each for each in self.lists if day is None or each.since <= day]
        return in_force[-1] if in_force else self.lists[0]

    def groups_on(self, day: date) -> tuple[TerritoryGroup, ...]:
        since = self.on(day).since
        return tuple(group for group in self.groups if group.since == since)

    def concordance_from(self, day: date) -> Concordance | None:
        """How the list of that day makes up the current one; None if it is the current one."""
        start = self.on(day)
        steps = [each for each in self.concordances if each.since > start.since]
        if not steps:
            return None
        shares = {(code, code): 1.0 for code in start.codes}
        for step in steps:
            shares = _chain(shares, step)
        sources = "; ".join(step.source for step in steps)
        return Concordance(self.current.since, tuple((a, b, s) for (a, b), s in shares.items()), sources)


def load_territories(name_or_path: str | Path) -> TerritoryLists:
    """The territories of a built-in country (`kz`) or of a pack folder. Raises UnknownCountry, BadInput."""
    content = fill(TerritoriesFile, read_mapping(pack_folder(name_or_path) / FILE), FILE)
    nation = _territory(content.nation)
    units = [_territory(entry) for entry in content.units]
    lists = tuple(Territories(nation, _in_force(units, day), day) for day in sorted(content.lists))
    steps = tuple(_concordance(entry, lists) for entry in content.concordances)
    _refuse_gaps(lists, steps)
    groups = tuple(_group(entry, lists) for entry in content.groups)
    for unit in lists[-1]:
        for code in unit.neighbours:
            lists[-1].find(code, where=f"{FILE}, neighbours of {unit.code}")
    return TerritoryLists(lists, steps, groups, _tiles(content.tiles, lists[-1]))


def _territory(entry: dict[str, Any]) -> Territory:
    unit = fill(Unit, entry, f"{FILE}, unit {entry.get('code')}")
    return Territory(
        code=unit.code,
        names=unit.names.names,
        kind=unit.kind,
        national_code=unit.national_code,
        centre=unit.centre.names if unit.centre else None,
        latitude=unit.centre.latitude if unit.centre else None,
        longitude=unit.centre.longitude if unit.centre else None,
        area_km2=unit.area_km2,
        neighbours=unit.neighbours,
        since=unit.since,
        until=unit.until,
    )


def _in_force(units: list[Territory], day: date) -> tuple[Territory, ...]:
    chosen = [u for u in units if (u.since is None or u.since <= day) and (u.until is None or day < u.until)]
    chosen.sort(key=lambda unit: unit.code)
    for first, second in pairwise(chosen):
        if first.code == second.code:
            raise BadInput(
                f"two units carry the code {first.code} on {day}.", where=FILE, remedy="Close one with 'until'."
            )
    if not chosen:
        raise BadInput(f"no unit exists on {day}, when a list starts.", where=FILE, remedy="Check 'since' and 'until'.")
    return tuple(chosen)


def _tiles(places: Mapping[str, tuple[int, int]], current: Territories) -> dict[str, tuple[int, int]]:
    tiles: dict[str, tuple[int, int]] = {}
    for code, place in places.items():
        current.find(code, where=f"{FILE}, tiles")
        if place in tiles.values():
            raise BadInput(f"the tile of {code} is taken.", where=FILE, value=place, remedy="Give it a free place.")
        tiles[code] = place
    return tiles


def _group(content: dict[str, Any], lists: tuple[Territories, ...]) -> TerritoryGroup:
    where = f"{FILE}, group {content.get('code')}"
    entry = fill(Group, content, where)
    for code in entry.members:
        _list_since(lists, entry.since, where).find(code, where=where)
    return TerritoryGroup(entry.code, entry.names.names, entry.members, entry.since)


def _list_since(lists: tuple[Territories, ...], since: date, where: str) -> Territories:
    for each in lists:
        if each.since == since:
            return each
    known = ", ".join(str(each.since) for each in lists)
    raise BadInput("no list of units starts on that day.", where=where, value=str(since), remedy=f"Use {known}.")


def _concordance(content: dict[str, Any], lists: tuple[Territories, ...]) -> Concordance:
    """One step between neighbouring lists; units that are not named keep their code and all their people."""
    where = f"{FILE}, concordance {content.get('list')}"
    entry = fill(Step, content, where)
    newer = _list_since(lists, entry.list, where)
    older = lists[lists.index(newer) - 1]
    splits = {old: _parts(old, parts, where) for old, parts in {**entry.counts, **entry.shares}.items()}
    for old in splits:
        older.find(old, where=where)
    shares: list[tuple[str, str, float]] = []
    for old in older.codes:
        for new, share in splits.get(old, {old: 1.0}).items():
            newer.find(new, where=where)
            shares.append((old, new, share))
    for code in set(newer.codes) - {new for _, new, _ in shares}:
        raise UnknownTerritory(f"unit {code} of the new list comes from no older unit.", where=where, remedy="Name it.")
    return Concordance(entry.list, tuple(shares), entry.source)


def _parts(old: str, parts: Mapping[str, float], where: str) -> dict[str, float]:
    """Shares of the parts: people counted in each part over their sum, or shares as they are written."""
    total = sum(parts.values())
    if total <= 2 and abs(total - 1) > 1e-6:  # shares, not people
        raise SumsDisagree(
            f"the shares of {old} do not sum to one.", where=where, value=total, remedy="Correct the shares."
        )
    return {new: part / total for new, part in parts.items()}


def _refuse_gaps(lists: tuple[Territories, ...], steps: tuple[Concordance, ...]) -> None:
    for older, newer in pairwise(lists):
        if older.codes != newer.codes and not any(step.since == newer.since for step in steps):
            raise BadInput(
                f"nothing says how the list of {older.since} became that of {newer.since}.",
                where=FILE,
                remedy="Add it under 'concordances', with people counted in the parts.",
            )


def _chain(shares: dict[tuple[str, str], float], step: Concordance) -> dict[tuple[str, str], float]:
    """The shares carried one list further."""
    carried: dict[tuple[str, str], float] = {}
    for (origin, middle), share in shares.items():
        for old, new, part in step.shares:
            if old == middle:
                carried[origin, new] = carried.get((origin, new), 0.0) + share * part
    return carried
