"""Who is listened to: weights of the candidates from what they did at earlier cut-offs, and nothing else.

Persistence starts with half of all weight and keeps it all until another candidate has beaten it out of sample by more
than chance would; a candidate that has not is demoted to nothing by these lines, not by a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from qonys.engines.flows.history import Bools, Floats

SENSITIVITY = 15.0  # how fast weight follows evidence: one vintage 6.7 % better multiplies it by e (2.7)
HALF_LIFE = 4.0  # years after which evidence counts half
LARGEST_LESSON = 0.1  # a single vintage says no more than this, for or against
FEWEST_VINTAGES = 4  # before a candidate is believed
SAME = 1e-12


class Standing(StrEnum):
    BENCHMARK = "benchmark"  # persistence itself
    HEARD = "heard"
    DEMOTED = "demoted"  # lost to persistence out of sample, or did not beat it by more than chance
    UNTRIED = "untried"  # too few vintages to know


@dataclass(frozen=True)
class Weights:
    """Weights (K,) at one cut-off and horizon, with each candidate's error relative to persistence so far."""

    weight: Floats
    relative_error: Floats  # (K,), NaN where untried
    vintages: int
    standing: tuple[Standing, ...]


def relative_errors(forecasts: Floats, outcome: Floats, counted: Bools) -> Floats:
    """Absolute error of each candidate (K, n) over that of the first one, NaN where nothing can be compared."""
    missed = np.abs(forecasts - outcome)[:, counted].sum(axis=1)
    return np.asarray(missed / missed[0]) if missed[0] > 0 else np.full(len(forecasts), np.nan)


def weigh(record: Floats, prior: Floats, overlap: float = 1.0, per_year: int = 1) -> Weights:
    """Weights from a record (V, K) of relative errors, the latest vintage last, and the prior weights (K,).

    `overlap` is how many neighbouring vintages share part of their outcome: h for a horizon of h steps. Evidence that
    overlaps is not counted as if it were new.
    """
    record = record[np.isfinite(record).all(axis=1)]
    # A candidate that said what persistence said has not been tried.
    tried = (np.abs(record - 1.0) > SAME).sum(axis=0) >= FEWEST_VINTAGES
    tried[0] = True
    fresh = 0.5 ** (np.arange(len(record))[::-1] / (HALF_LIFE * per_year))
    lessons = np.clip(1.0 - record, -LARGEST_LESSON, LARGEST_LESSON)
    heard = tried & _better_than_chance(lessons, fresh)
    heard[0] = True
    score = np.where(heard, np.log(prior) + SENSITIVITY / overlap * (fresh @ lessons), -np.inf)
    weight = np.exp(score - score.max())
    relative = np.where(tried, fresh @ record / max(float(fresh.sum()), 1e-300), np.nan)
    return Weights(weight / weight.sum(), relative, len(record), _standings(tried, heard))


def _better_than_chance(lessons: Floats, fresh: Floats) -> Bools:
    """Whether the mean gain on persistence exceeds its own standard error."""
    total = max(float(fresh.sum()), 1e-300)
    mean = fresh @ lessons / total
    spread = np.sqrt(fresh @ (lessons - mean) ** 2 / total)
    count = total**2 / max(float((fresh**2).sum()), 1e-300)
    return np.asarray(mean > spread / np.sqrt(max(count, 1.0)))


def _standings(tried: Bools, heard: Bools) -> tuple[Standing, ...]:
    spoken = {(True, True): Standing.HEARD, (True, False): Standing.DEMOTED}
    others = (spoken.get((bool(a), bool(b)), Standing.UNTRIED) for a, b in zip(tried[1:], heard[1:], strict=True))
    return (Standing.BENCHMARK, *others)
