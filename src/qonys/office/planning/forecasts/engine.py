"""The room's one door to the science: a country and a plan in, a turn of the loop out."""

from __future__ import annotations

import polars as pl

from qonys import backtest, cycle, moves, planning_tables
from qonys.backtest import Backtest
from qonys.countries.pack import CountryPack
from qonys.countries.past import national_past
from qonys.cycle import Forecast, Plan, Progress, Turn
from qonys.engines.evaluation import UN_EX_POST
from qonys.engines.projection.quantiles import Summary

__all__ = ["UN_EX_POST", "Backtest", "Forecast", "Plan", "Progress", "Summary", "Turn", "planning_tables", "run"]


def run(country: CountryPack, plan: Plan, planning: bool, progress: Progress) -> Turn:
    """One turn of the loop, or (without `planning`) only as far as the forecast."""
    if not planning:
        return Turn(country, cycle.forecast(country, plan, progress), None)
    return cycle.turn(country, plan, progress)


def flow_tables(forecast: Forecast) -> dict[str, pl.DataFrame]:
    """Flows between territories as a run keeps them; none where too little is published to follow them."""
    nation = forecast.evidence.territories.nation.code
    return moves.tables(forecast.flows, forecast.estimates, nation) if forecast.flows else {}


def look_back(country: CountryPack) -> Backtest | None:
    """What the method would have said in earlier years; None where the pack names no long past."""
    past = national_past(country)
    return backtest.backtest(past, now=country.conventions.base_year) if past else None
