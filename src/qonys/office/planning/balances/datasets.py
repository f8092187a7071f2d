"""The tables a reader may take home, as SQL over a run's files. Names put into them come from the run's own lists."""

from __future__ import annotations

_BALANCE = """
    SELECT territory, year, service, need, capacity, gap AS value, q50 AS median, q025 AS low_95, q10 AS low_80,
           q90 AS high_80, q975 AS high_95, probability, standing, unmet AS missing, unmet_q50 AS missing_median,
           unmet_q10 AS missing_low_80, unmet_q90 AS missing_high_80, cost, cost_q50 AS cost_median,
           cost_q10 AS cost_low_80, cost_q90 AS cost_high_80, extended
    FROM {{balance}} WHERE {column} = '{name}' ORDER BY territory, service, year
"""
ROOM = "SELECT territory, year, resource, people, binds FROM {bottlenecks} ORDER BY territory, year, resource"
_ROOM_OF = (
    "SELECT territory, year, resource, people, binds FROM {{bottlenecks}} WHERE territory = '{name}' ORDER BY ALL"
)


def of_service(service: str) -> str:
    """One service in every territory and year; `value` is the mean gap, plus what is missing."""
    return _BALANCE.format(column="service", name=_quoted(service))


def of_territory(territory: str) -> str:
    """Every service of one territory."""
    return _BALANCE.format(column="territory", name=_quoted(territory))


def room_of(territory: str) -> str:
    return _ROOM_OF.format(name=_quoted(territory))


def _quoted(name: str) -> str:
    return name.replace("'", "''")
