"""A programme's targets against what was reached and what is forecast: percent done, deviation, probability, alarm.

What is unknown stays unknown: without a target nothing is "done", and nothing is alarming either.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LEAST_READINGS = 3  # two yearly changes: the least from which their spread can be told


class Aim(StrEnum):
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class Alarm(StrEnum):
    """What a manager should know at a glance; `UNKNOWN` says that a target or a reading is missing."""

    ON_COURSE = "on_course"
    WATCH = "watch"
    BEHIND = "behind"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Mark:
    """A value at a moment, in years (2025.75 is 1 October 2025)."""

    when: float
    value: float


@dataclass(frozen=True)
class Course:
    """An indicator's way from its baseline through its targets; `readings` are the latest vintage of each moment."""

    aim: Aim
    baseline: Mark | None
    targets: tuple[Mark, ...]
    readings: tuple[Mark, ...]

    @property
    def last_target(self) -> Mark | None:
        return max(self.targets, key=lambda each: each.when, default=None)

    @property
    def last_reading(self) -> Mark | None:
        return max(self.readings, key=lambda each: each.when, default=None)

    def met(self, value: float, target: float) -> bool:
        return value >= target if self.aim is Aim.AT_LEAST else value <= target


@dataclass(frozen=True)
class Progress:
    """Where an indicator stands; None where it cannot be said."""

    done: float | None  # share of the way from baseline to the last target; beyond 1 when surpassed
    expected: float | None  # what the straight path asks for at the moment of the last reading
    deviation: float | None  # reading less expected, in the indicator's unit; plus is good
    probability: float | None  # of meeting the last target
    alarm: Alarm


def progress(course: Course, probability: float | None = None, tolerance: float = 0.1) -> Progress:
    """`tolerance`: the share of the whole way an indicator may lag before it counts as behind."""
    reading, target = course.last_reading, course.last_target
    expected = None if reading is None else _expected(course, reading.when)
    deviation = None
    if reading is not None and expected is not None:
        deviation = (reading.value - expected) * (1.0 if course.aim is Aim.AT_LEAST else -1.0)
    if probability is None and target is not None:
        probability = trend_probability(course, target)
    return Progress(_done(course), expected, deviation, probability, _alarm(course, deviation, probability, tolerance))


def _done(course: Course) -> float | None:
    start, reading, target = course.baseline, course.last_reading, course.last_target
    if start is None or reading is None or target is None:
        return None
    way = target.value - start.value
    if way == 0:  # the target is to keep what there is
        return 1.0 if course.met(reading.value, target.value) else 0.0
    return (reading.value - start.value) / way


def _expected(course: Course, when: float) -> float | None:
    """On straight lines from the baseline through the targets; level after the last."""
    if course.baseline is None or not course.targets:
        return None
    marks = sorted((course.baseline, *course.targets), key=lambda each: each.when)
    return float(np.interp(when, [mark.when for mark in marks], [mark.value for mark in marks]))


def _alarm(course: Course, deviation: float | None, probability: float | None, tolerance: float) -> Alarm:
    if deviation is None and probability is None:
        return Alarm.UNKNOWN
    start, target = course.baseline, course.last_target
    way = abs(target.value - start.value) if start is not None and target is not None else 0.0
    behind = deviation is not None and deviation < -tolerance * way - 1e-12
    unlikely = probability is not None and probability < 0.5
    if behind and (unlikely or probability is None):
        return Alarm.BEHIND
    return Alarm.WATCH if behind or unlikely else Alarm.ON_COURSE


def sampled_probability(course: Course, samples: Floats) -> float | None:
    """Probability of meeting the last target from forecast trajectories (J,) of the indicator at its year."""
    target = course.last_target
    if target is None:
        return None
    met = samples >= target.value if course.aim is Aim.AT_LEAST else samples <= target.value
    return float(np.mean(met))


def trend_probability(course: Course, target: Mark) -> float | None:
    """Probability that readings going on as they did meet the target: a random walk with their mean change.

    None with fewer than three readings. The doubt of the mean change itself is counted in.
    """
    readings = sorted(course.readings, key=lambda each: each.when)
    if len(readings) < LEAST_READINGS:
        return None
    when = np.array([each.when for each in readings])
    value = np.array([each.value for each in readings])
    steps = np.diff(when)
    drift = (value[-1] - value[0]) / (when[-1] - when[0])
    errors = (np.diff(value) - drift * steps) / np.sqrt(steps)
    variance = float((errors**2).sum()) / (len(steps) - 1)
    ahead = max(target.when - when[-1], 0.0)
    expected = float(value[-1] + drift * ahead)
    sd = math.sqrt(variance * (ahead + ahead**2 / float(when[-1] - when[0])))
    if sd == 0:
        return float(course.met(expected, target.value))
    over = 0.5 * (1 + math.erf((expected - target.value) / (sd * math.sqrt(2))))
    return over if course.aim is Aim.AT_LEAST else 1.0 - over
