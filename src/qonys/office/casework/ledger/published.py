"""Quotas as they were published: the lines of an order that opens them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from qonys.countries.folders import pack_folder
from qonys.countries.official_quotas import Official, latest, read_official
from qonys.countries.territories import load_territories
from qonys.office.casework.ledger.kinds import kinds
from qonys.office.casework.ledger.orders import Places
from qonys.office.foundation.authority.paths import path_of


def lines(
    country: str, year: int, wanted: Collection[str] = (), language: str = "en"
) -> tuple[Mapping[Places, int], str]:
    """Places by quota, and where they were published. A quota without regions is one of the whole country."""
    nation = load_territories(country).nation.code
    official = read_official(pack_folder(country))
    found = [latest(official, kind, year) for kind in (wanted or kinds())]
    known = [each for each in found if each is not None]
    sources = dict.fromkeys(
        each.source if isinstance(each.source, str) else getattr(each.source, language) for each in known
    )
    return {place: persons for each in known for place, persons in _of(each, nation)}, "; ".join(sources)[:500]


def _of(quota: Official, nation: str) -> list[tuple[Places, int]]:
    """Line by line; what was published without a region is the nation's."""
    by_region = [(Places(quota.year, quota.stream, path_of((nation, code))), n) for code, n in quota.lines.items()]
    left = quota.persons - sum(quota.lines.values())
    return by_region + ([(Places(quota.year, quota.stream, path_of((nation,))), left)] if left else [])
