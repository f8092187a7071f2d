"""The room's one door to the science: a country and a plan in, a forecast out."""

from __future__ import annotations

from qonys import backtest, cycle
from qonys.backtest import Backtest
from qonys.countries.pack import CountryPack
from qonys.countries.past import national_past
from qonys.cycle import Forecast, Plan, Progress
from qonys.engines.evaluation import UN_EX_POST
from qonys.engines.projection.quantiles import Summary

__all__ = ["UN_EX_POST", "Backtest", "Forecast", "Plan", "Progress", "Summary", "run"]


def run(country: CountryPack, plan: Plan, progress: Progress) -> Forecast:
    return cycle.forecast(country, plan, progress)


def look_back(country: CountryPack) -> Backtest | None:
    """What the method would have said in earlier years; None where the pack names no long past."""
    past = national_past(country)
    return backtest.backtest(past, now=country.conventions.base_year) if past else None
