"""The only door of this room to the science: counts of the registers in, chances by type of family and place out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qonys.countries.integration import Expected
from qonys.engines.evaluation.outcomes import Chances, Design, Gains, PersonYears, Trials, fit, gains, kaplan_meier

Floats = NDArray[np.float64]
Counts = Mapping[tuple[str, ...], int]
ADULTS = 2.0  # of a family, for its gain


@dataclass(frozen=True)
class Learned:
    """Types of families x places; retention over all places after one to five years, with its interval."""

    families: tuple[str, ...]
    places: tuple[str, ...]
    work: Chances
    gains: Gains
    retention: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    adults: int
    family_years: int


def learn(
    work: Counts, staying: Counts, families: Sequence[str], places: Sequence[str], years: int, expected: Expected
) -> Learned:
    """`work` by (place, family, state); `staying` by (place, family, year after arrival, state)."""
    shape = (len(families), len(places))
    happened, of = np.zeros(shape), np.zeros(shape)
    began, left = np.zeros((*shape, years)), np.zeros((*shape, years))
    row, column = ({key: at for at, key in enumerate(keys)} for keys in (families, places))
    for (place, family, state), count in work.items():
        if place in column and family in row:
            of[row[family], column[place]] += count
            happened[row[family], column[place]] += count * (state == "works")
    for (place, family, after, state), count in staying.items():
        if place in column and family in row:
            began[row[family], column[place], int(after)] += count
            left[row[family], column[place], int(after)] += count * (state == "left")
    return _learned(Trials(happened, of), PersonYears(began, left), tuple(families), tuple(places), expected)


def _learned(
    work: Trials, years: PersonYears, families: tuple[str, ...], places: tuple[str, ...], expected: Expected
) -> Learned:
    working = fit(work, _design(families, work.of.shape, expected.work))
    staying = fit(years.stayed, _design(families, years.began.shape, expected.stays_a_year))
    found = gains(working, staying, np.full(len(families), ADULTS))
    began, left = years.over_all()
    curve = kaplan_meier(began, left)
    shares = (tuple(float(each) for each in side) for side in (curve.stays, curve.low, curve.high))
    return Learned(families, places, working, found, *shares, int(work.of.sum()), int(began.sum()))


def _design(families: Sequence[str], shape: tuple[int, ...], expected: float) -> Design:
    """Work that waits never lowers the chance of work or of staying; more years there never that of staying on."""
    waits = np.array([float(family.endswith("-job")) for family in families])
    many = np.array([float(family.startswith("many-")) for family in families])
    wide = (-1, *[1] * (len(shape) - 1))
    steps = [np.broadcast_to(each.reshape(wide), shape) for each in (waits, many)]
    lowest = [0.0, -np.inf]
    for year in range(1, shape[2] if len(shape) == 3 else 1):
        steps.append(np.broadcast_to((np.arange(shape[2]) >= year).astype(np.float64), shape))
        lowest.append(0.0)
    logit = float(np.log(expected / (1 - expected)))
    return Design(np.full(shape, logit), np.stack(steps, axis=-1), np.array(lowest))
