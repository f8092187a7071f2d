"""The tables of moves a reader may take home, as SQL over a run's files."""

from __future__ import annotations

from qonys.office.planning.forecasts.datasets import Dataset

_PAIRS = """
    SELECT origin, destination, year, kind, persons, low_80, high_80, low_95, high_95 FROM {{flows}}
    WHERE year = {year} AND ('{territory}' IN ('', origin, destination)) ORDER BY persons DESC, origin, destination
"""
_CHAIN = """
    SELECT territory, direction, year, kind, persons, low_80, high_80, low_95, high_95 FROM {{flow_totals}}
    WHERE '{territory}' IN ('', territory)
    UNION ALL
    SELECT territory, CASE indicator WHEN 'internal_arrivals' THEN 'in' ELSE 'out' END, year, 'projection', q50, q10,
           q90, q025, q975
    FROM {{indicators}}
    WHERE indicator IN ('internal_arrivals', 'internal_departures') AND '{territory}' IN ('', territory)
      AND territory IN (SELECT territory FROM {{flow_totals}} WHERE direction = 'in')
      AND year > (SELECT max(year) FROM {{flow_totals}})
    ORDER BY territory, direction, year
"""
_METHODS = """
    SELECT steps_ahead, method, error_relative_to_persistence, vintages, weight, standing FROM {{flow_methods}}
    ORDER BY steps_ahead, weight DESC, method
"""

OF_FLOWS = {"pairs": Dataset("pairs", _PAIRS), "chain": Dataset("chain", _CHAIN)}
OF_SCORES = {"flow-methods": Dataset("flow-methods", _METHODS)}
