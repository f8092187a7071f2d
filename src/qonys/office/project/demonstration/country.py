"""The country an office is invented for: what its people are drawn from, and the places where they live."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings

from qonys.countries.demonstration import Demonstration, read_demonstration
from qonys.countries.folders import pack_folder
from qonys.countries.territories import load_territories
from qonys.engines.vocabulary.territory import Names
from qonys.office.foundation.authority.models import Territory
from qonys.office.foundation.authority.paths import path_of
from qonys.office.foundation.authority.services import CONSOLE
from qonys.office.registers.sources.models import Kind as SourceKind
from qonys.office.registers.sources.models import Source
from qonys.office.registers.sources.services import declare

SETTLES = "resettlers"  # the stream whose families are placed by rounds
SOURCE = Names("Демонстрация: ойдан алынған", "Демонстрация: выдумано", "Demonstration: invented")


@dataclass(frozen=True)
class Country:
    """`regions` by code."""

    content: Demonstration
    nation: Territory
    regions: Mapping[str, Territory]


def country() -> Country:
    """That of the settings. Raises BadInput."""
    lists = load_territories(settings.QONYS_COUNTRY)
    paths = {code: path_of((lists.nation.code, code)) for code in lists.current.codes}
    found = Territory.objects.in_bulk(list(paths.values()))
    nation = Territory.objects.get(pk=path_of((lists.nation.code,)))
    regions = {code: found[path] for code, path in paths.items()}
    return Country(read_demonstration(pack_folder(settings.QONYS_COUNTRY)), nation, regions)


def source() -> Source:
    """Where the registers have invented persons from."""
    return declare("demonstration", SOURCE, SourceKind.APPLICATION, owner="-", actor=CONSOLE)
