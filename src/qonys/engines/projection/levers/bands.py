"""Who counts as of working and of pension age, year by year, and who of them works on.

Ages within a year are spread evenly: where the pension age is 61.5, half of those aged 61 are of working age.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from qonys.engines.projection.indicators import AgeBands
from qonys.engines.projection.levers import strengths
from qonys.engines.projection.levers.baseline import Baseline
from qonys.engines.projection.levers.courses import value_in
from qonys.engines.vocabulary.age import AgeGroup
from qonys.engines.vocabulary.scenario import ActiveAgeing

Floats = NDArray[np.float64]

LAST_ACTIVE_AGE = 74  # the International Labour Organization counts older workers up to here in its comparisons


@dataclass(frozen=True)
class WorkingLives:
    """The border between working and pension age on each 1 January, and the answer to it."""

    usual: AgeBands
    years: NDArray[np.int64]  # (T + 1,)
    pension_age: Floats  # (T + 1,), years of age
    response: Floats  # (J,), share of those between the usual and the new border who work on
    active: Floats  # (T + 1,), share of those past the border, up to 74, who work beyond what is usual

    @property
    def usual_pension_age(self) -> float:
        return float(self.usual.pension.first)

    def changed(self, place: int) -> bool:
        return bool(self.pension_age[place] != self.usual_pension_age)

    def bands(self, stock_year: int) -> AgeBands:
        """Bands in whole years, for tables by age group: the border goes to the nearest birthday."""
        place = int(stock_year - self.years[0])
        if not self.changed(place):
            return self.usual
        border = int(np.floor(self.pension_age[place] + 0.5))
        working = AgeGroup(self.usual.working.first, border - 1)
        return replace(self.usual, working=working, pension=AgeGroup(border, None))

    def past_the_border(self, place: int, ages: int) -> Floats:
        """The share of each age (A+1,) that is past the pension age of that year."""
        return np.asarray(np.clip(np.arange(ages) + 1 - self.pension_age[place], 0.0, 1.0))


def working_lives(lever: ActiveAgeing | None, baseline: Baseline) -> WorkingLives:
    years = np.append(baseline.years, baseline.years[-1] + 1)
    usual = float(baseline.bands.pension.first)
    if lever is None:
        lever = ActiveAgeing()
    return WorkingLives(
        baseline.bands,
        years,
        value_in(lever.pension_age, years, before=usual),
        baseline.strength("active_ageing", lever.response or strengths.PENSION_RESPONSE),
        value_in(lever.active_percent, years) / 100,
    )
