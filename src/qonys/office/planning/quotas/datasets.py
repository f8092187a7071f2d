"""The tables of quotas a reader may take home, as SQL over a run's files."""

from __future__ import annotations

from collections.abc import Mapping

_LINES = """
    SELECT q.year, q.plan, q.stream, q.territory, q.proposed, q.official, q.difference,
           r.reasons_kk, r.reasons_ru, r.reasons_en
    FROM {{quotas}} q LEFT JOIN (
      SELECT year, plan, stream, territory,
             string_agg(printf('%s %+d', kk, amount), '; ' ORDER BY place) AS reasons_kk,
             string_agg(printf('%s %+d', ru, amount), '; ' ORDER BY place) AS reasons_ru,
             string_agg(printf('%s %+d', en, amount), '; ' ORDER BY place) AS reasons_en
      FROM {{quota_reasons}} GROUP BY year, plan, stream, territory
    ) r USING (year, plan, stream, territory)
    WHERE q.year = {year} AND q.plan = '{plan}' ORDER BY q.territory, q.stream
"""
_REASONS = """
    SELECT year, plan, stream, territory, place, kind, detail, amount, kk, ru, en FROM {{quota_reasons}}
    WHERE year = {year} AND plan = '{plan}' ORDER BY territory, stream, place
"""
_ROOM = """
    SELECT year, plan, bound, territory, "limit", used, more, price, unplaced FROM {{quota_prices}}
    WHERE year = {year} AND plan = '{plan}' ORDER BY territory, bound
"""
_OFFICIAL = """
    SELECT year, stream, version, territory, persons, source FROM {{official_quotas}} ORDER BY year, stream, version
"""
TABLES: Mapping[str, str] = {"lines": _LINES, "reasons": _REASONS, "room": _ROOM, "official": _OFFICIAL}


def query(table: str, year: int, plan: str) -> str:
    """SQL for `reading`. `year` and `plan` must be among the run's own."""
    return TABLES[table].format(year=int(year), plan=plan.replace("'", "''"))
