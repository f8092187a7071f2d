"""The flows of a year whose arrivals and departures are known but whose table is not published yet.

The structure of the last tables, the newest counting most, is raked to the year's totals. How fast older tables fade
is chosen by what would have worked before.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from qonys.engines.flows.growth import age
from qonys.engines.flows.history import Floats, History, matrix, pair_positions
from qonys.engines.flows.intervals import Misses, Width, bands
from qonys.engines.flows.two_margins import rake

FADES = (0.0, 0.15, 0.3, 0.45, 0.6)  # weight of a table relative to the next newer one
USUAL_FADE, USUAL_WORTH = 0.3, 3.0  # what is believed before any test, as if seen in so many vintages
TABLES = 4  # older ones are forgotten
MOST_VINTAGES = 12
NEW_STRETCH = 1.5  # of the intervals of territories whose boundaries changed within the record
LEAST = 0.05  # moves; a pair nobody has used yet may be used now, if its margins demand it


@dataclass(frozen=True)
class Nowcast:
    """Flows (n,) with bounds (levels, 2, n), the fade chosen and the error of such nowcasts against persistence."""

    flows: Floats
    bounds: Floats
    fade: float
    relative_error: float  # NaN without earlier tables to test on


def nowcast(history: History, departures: Floats, arrivals: Floats, ahead: int = 1) -> Nowcast:
    """The table `ahead` periods after the history, given its margins (R,), which must have one total."""
    tried = list(range(max(1, history.length - ahead - MOST_VINTAGES), history.length - ahead))
    raked = {fade: [_raked_to(history, t, t + ahead, fade) for t in tried] for fade in FADES}
    fade = _choose(history, tried, ahead, raked)
    flows = _raked(history, history.length - 1, departures, arrivals, fade)
    count = history.flows.shape[1]
    outcome = np.asarray([history.flows[t + ahead] for t in tried]).reshape(-1, count)
    known = np.asarray([history.known[t + ahead] for t in tried], dtype=bool).reshape(-1, count)
    misses = Misses(np.asarray(raked[fade]).reshape(-1, count), outcome, known)
    stretch = np.where(np.isfinite(age(history, history.length - 1)), NEW_STRETCH, 1.0)
    width = Width(ahead / history.per_year, ahead, stretch, shared=False)
    return Nowcast(flows, bands(flows, misses, width), fade, _relative(history, tried, ahead, raked[fade]))


def _raked_to(history: History, cutoff: int, target: int, fade: float) -> Floats:
    return _raked(history, cutoff, history.departures[target], history.arrivals[target], fade)


def _raked(history: History, cutoff: int, departures: Floats, arrivals: Floats, fade: float) -> Floats:
    """Flows (n,): the faded structure up to `cutoff`, raked."""
    count = len(history.regions)
    weights = fade ** np.arange(TABLES)[: cutoff + 1]
    share = history.flows / np.maximum(history.nation[:, None], 1e-300)
    structure = np.tensordot(weights / weights.sum(), share[cutoff::-1][: weights.size], axes=1)
    guess = matrix(structure * float(departures.sum()) + LEAST, count)
    origin, destination = pair_positions(count)
    return np.asarray(rake(guess, departures, arrivals)[origin, destination])


def _choose(history: History, tried: list[int], ahead: int, raked: dict[float, list[Floats]]) -> float:
    """The fade with the smallest error so far, the usual one ahead by a head start."""

    def error(fade: float) -> float:
        relative = [_error(history, t + ahead, said) for t, said in zip(tried, raked[fade], strict=True)]
        usual = [_error(history, t + ahead, said) for t, said in zip(tried, raked[USUAL_FADE], strict=True)]
        gain = np.asarray(relative) / np.maximum(usual, 1e-300) - 1.0
        return float(gain.sum() / (gain.size + USUAL_WORTH)) if gain.size else abs(fade - USUAL_FADE)

    return min(FADES, key=lambda fade: (error(fade), abs(fade - USUAL_FADE)))


def _error(history: History, target: int, said: Floats) -> float:
    return float(np.abs(said - history.flows[target])[history.known[target]].sum())


def _relative(history: History, tried: list[int], ahead: int, raked: list[Floats]) -> float:
    errors = sum(_error(history, t + ahead, said) for t, said in zip(tried, raked, strict=True))
    base = sum(_error(history, t + ahead, history.flows[t]) for t in tried)
    return errors / base if base > 0 else float("nan")
