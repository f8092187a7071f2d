"""The forecast, in the order in which it is made.

    try every candidate at all earlier cut-offs -> weigh them by what they did -> combine -> add up into the windows
    asked for (quarters, years) -> measure what earlier combinations missed -> intervals

The pairs are forecast and everything else is their sum: arrivals, departures and the nation add up by construction,
and so do months, quarters and years. A forecast does not depend on how far ahead one looks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qonys.engines.flows.breaks import last_jump
from qonys.engines.flows.candidates import Candidate, for_history
from qonys.engines.flows.combination import Weights
from qonys.engines.flows.growth import region_age
from qonys.engines.flows.history import Floats, History, Ints, totals
from qonys.engines.flows.intervals import Misses, Width, bands
from qonys.engines.flows.vintages import Vintages, vintages
from qonys.engines.vocabulary.errors import OutOfRange

YOUNG_STRETCH, YOUNG_FADES = 1.0, 3.0  # intervals are twice as wide at a split; e-fold of the rest, in years
FEWEST_MISSES = 3  # vintages; with fewer, those of the nearest horizon that has them, stretched


@dataclass(frozen=True)
class Window:
    """Consecutive steps whose flows are added up: a quarter of three months, a year of four quarters.

    Steps count from 1 after the cut-off; 0 and less are periods already known, which a current year may hold.
    """

    first: int
    last: int

    @property
    def ahead(self) -> range:
        return range(max(self.first, 1), self.last + 1)

    @property
    def behind(self) -> range:
        return range(self.first, min(self.last, 0) + 1)


@dataclass(frozen=True)
class Totals:
    """Arrivals or departures of each territory, or the nation; mean (W, k), bounds (W, levels, 2, k)."""

    mean: Floats
    bounds: Floats


@dataclass(frozen=True)
class Forecast:
    """Flows of every ordered pair in every window, with their sums and how they came about."""

    history: History
    windows: tuple[Window, ...]
    pairs: Totals
    departures: Totals
    arrivals: Totals
    nation: Totals
    candidates: tuple[str, ...]
    weights: tuple[Weights, ...]  # by step, up to the farthest learnt


def forecast(history: History, windows: Sequence[Window], candidates: Sequence[Candidate] = ()) -> Forecast:
    """Forecast all windows from the end of the history. Raises OutOfRange for windows that say nothing new."""
    if not windows or any(window.last < 1 or window.first > window.last for window in windows):
        raise OutOfRange("a forecast needs at least one step ahead.", remedy="Give a horizon of 1 or more.")
    candidates = tuple(candidates) or for_history(history)
    made = vintages(history, max(window.last for window in windows), candidates)
    count, nobody_young = len(history.regions), np.ones(1)
    old = region_age(history, history.length - 1)
    pairs_old = np.minimum(old[history.origin], old[history.destination])
    nation = _Sums(np.zeros(history.origin.size, dtype=np.int64), 1)
    return Forecast(
        history,
        tuple(windows),
        pairs=_side(history, made, windows, None, _stretch(pairs_old)),
        departures=_side(history, made, windows, _Sums(history.origin, count), _stretch(old)),
        arrivals=_side(history, made, windows, _Sums(history.destination, count), _stretch(old)),
        nation=_side(history, made, windows, nation, nobody_young),
        candidates=tuple(candidate.name for candidate in candidates),
        weights=made.weights,
    )


@dataclass(frozen=True)
class _Sums:
    """Which total each pair counts towards."""

    of: Ints
    count: int

    def __call__(self, flows: Floats) -> Floats:
        return totals(flows, self.of, self.count)


def _side(history: History, made: Vintages, windows: Sequence[Window], sums: _Sums | None, stretch: Floats) -> Totals:
    """Mean and bounds of one set of sums (None: the pairs themselves) in every window."""
    mean, bounds = [], []
    for window in windows:
        flows = expected(history, made, window)
        misses = _misses(history, made, window)
        if sums is not None:
            flows, misses = sums(flows), _summed(misses, sums)
        years = (window.ahead.start + window.ahead.stop - 1) / 2.0 / history.per_year
        width = Width(years, window.last, stretch, last_jump(history), by_size=sums is None)
        mean.append(flows)
        bounds.append(bands(flows, misses, width))
    return Totals(np.stack(mean), np.stack(bounds))


def expected(history: History, made: Vintages, window: Window) -> Floats:
    """The combination now, summed over the window with what is already known of it, (n,)."""
    return _window_sums(history, made, len(made.cutoffs) - 1, window)


def _window_sums(history: History, made: Vintages, place: int, window: Window) -> Floats:
    cutoff = made.cutoffs[place]
    flows = sum((made.at(place, step) for step in window.ahead), np.zeros(history.flows.shape[1]))
    return np.asarray(flows + history.flows[[cutoff + step for step in window.behind]].sum(axis=0))


def _misses(history: History, made: Vintages, window: Window) -> Misses:
    """What the combination said of such windows at earlier cut-offs and what happened.

    Where the window lies too far ahead to have been tried, those of the farthest window of its length that has, made
    larger with the root of the horizon, as errors of a random walk grow.
    """
    tried = _tried(history, made, window)
    nearer = window
    while len(tried) < FEWEST_MISSES and nearer.first > 1:
        nearer = Window(nearer.first - 1, nearer.last - 1)
        tried = _tried(history, made, nearer)
    said, happened, counted = [], [], []
    for place in tried:
        rows = [made.cutoffs[place] + step for step in range(nearer.first, nearer.last + 1)]
        said.append(_window_sums(history, made, place, nearer))
        happened.append(history.flows[rows].sum(axis=0))
        counted.append(history.known[rows].all(axis=0))
    empty = np.zeros((len(tried), history.flows.shape[1]))
    arrays = [np.asarray(each).reshape(empty.shape) for each in (said, happened, counted)]
    return Misses(arrays[0], arrays[1], arrays[2].astype(bool), float(np.sqrt(window.last / nearer.last)))


def _tried(history: History, made: Vintages, window: Window) -> list[int]:
    """Places of the cut-offs from which the window lies inside the history."""
    inside = (cutoff + window.last < history.length and cutoff + window.first >= 0 for cutoff in made.cutoffs)
    return [place for place, each in enumerate(inside) if each]


def _summed(misses: Misses, sums: _Sums) -> Misses:
    """The same misses for totals; a total counts where all its pairs do."""
    unknown = sums((~misses.counted).astype(np.float64))
    return Misses(sums(misses.forecast), sums(misses.outcome), unknown == 0, misses.stretch)


def _stretch(ages: Floats) -> Floats:
    """Young-region rule: how much wider the intervals of territories with new boundaries are."""
    return np.asarray(1.0 + YOUNG_STRETCH * np.exp(-ages / YOUNG_FADES))
