"""The model migration schedule: how likely people of each age are to move, relative to one another.

Rogers and Castro (1981), Model Migration Schedules, IIASA RR-81-30: children move with their parents, young
adults most of all, the retired a little again, over a constant floor. The student peak is the fourth
component that Wilson (2010, Demographic Research 23) adds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from qonys.engines.vocabulary.sex import SEXES, Sex

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Peak:
    """A wave of moves around one age: rises with `ascent`, falls with `descent`, of the given `height`."""

    height: float
    age: float
    descent: float
    ascent: float

    def at(self, ages: Floats) -> Floats:
        since = ages - self.age
        return self.height * np.exp(-self.descent * since - np.exp(-self.ascent * since))


@dataclass(frozen=True)
class ModelSchedule:
    """Rogers-Castro parameters.

    7 with children, labour and floor; 11 with retirement; a student peak on top.
    """

    childhood: float = 0.02  # a1
    childhood_decline: float = 0.10  # alpha1
    labour: Peak = Peak(height=0.06, age=20.0, descent=0.10, ascent=0.40)  # a2, mu2, alpha2, lambda2
    retirement: Peak | None = None
    student: Peak | None = None
    floor: float = 0.003  # c

    def at(self, ages: Floats) -> Floats:
        """Relative intensity of moving at each age; sums to anything, only the shape matters."""
        rate = self.childhood * np.exp(-self.childhood_decline * ages) + self.floor
        for peak in (self.labour, self.retirement, self.student):
            if peak is not None:
                rate = rate + peak.at(ages)
        return rate


STANDARD = ModelSchedule()  # the average values of Rogers and Castro (1981)
# Leave home for a college: sharp, 17 to 20
STUDENTS = Peak(height=0.03, age=17.5, descent=0.60, ascent=2.0)


def mover_profile(open_age: int, students: bool = True) -> Floats:
    """Relative intensity of moving (sex, age) within a country.

    Women leave about a year earlier than men.
    """
    ages = np.arange(open_age + 1, dtype=np.float64) + 0.5
    by_sex = {
        Sex.MALE: replace(STANDARD, labour=replace(STANDARD.labour, age=20.5)),
        Sex.FEMALE: replace(STANDARD, labour=replace(STANDARD.labour, age=19.5)),
    }
    peak = STUDENTS if students else None
    return np.stack([replace(by_sex[sex], student=peak).at(ages) for sex in SEXES])
