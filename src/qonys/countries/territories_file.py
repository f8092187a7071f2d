"""The layout of `territories.yaml`, entry by entry.

nation:        code, names, kind, national_code
lists:         dates on which a new list of units came into force, oldest first
units:         code, names, kind, ..., since / until; after a split a code may return with another territory
groups:        published residuals ("the other ten regions"): code, names, members, since
concordances:  list, source, reason, and per split unit `counts` (people) or `shares` of its parts
tiles:         code: [column, row] of the tile map, for the units of the current list
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from qonys.countries.figures.indicators import Words

Code = Annotated[str, Field(min_length=1)]
Parts = Mapping[Code, Annotated[float, Field(ge=0, allow_inf_nan=False)]]


class Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Centre(Words):
    """The place a unit is governed from, in degrees (WGS 84)."""

    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]


class Unit(Entry):
    code: Code
    names: Words
    kind: str = "region"
    national_code: str = ""
    centre: Centre | None = None
    area_km2: Annotated[float, Field(gt=0)] | None = None
    neighbours: tuple[Code, ...] = ()
    since: date | None = None
    until: date | None = None


class Group(Entry):
    code: Code
    names: Words
    since: date
    members: tuple[Code, ...]


class Step(Entry):
    """How one list became the next."""

    list: date
    source: str
    reason: str = ""
    counts: Mapping[Code, Parts] = {}
    shares: Mapping[Code, Parts] = {}


class TerritoriesFile(Entry):
    """The whole file; its entries are read one by one, so that a letter can name the unit."""

    nation: dict[str, Any]
    lists: Annotated[tuple[date, ...], Field(min_length=1)]
    units: Annotated[tuple[dict[str, Any], ...], Field(min_length=1)]
    groups: tuple[dict[str, Any], ...] = ()
    concordances: tuple[dict[str, Any], ...] = ()
    tiles: Mapping[Code, tuple[int, int]] = {}
