"""Pooled growth: how the share of a pair changes, learnt from all pairs and years at once.

What is predicted is growth relative to the typical change of the same years; the nation's own change is never
predicted. One small ridge regression per horizon, and no trend is carried on beyond the horizons it was fitted at.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from qonys.engines.flows.history import Floats, History

FEWEST = 3  # periods with a known outcome before anything is learnt
FARTHEST = 5  # steps a growth is fitted at; it stays where it is beyond
LARGEST_CHANGE = 0.5  # log; rarer changes of a pair are accidents, not lessons
YOUNG_YEARS = 3  # of published figures before a territory's growth is believed
WARM_UP = 3  # periods the features look back

# (T, n) log flows relative to the nation, the history, a position -> features (n, P)
Features = Callable[["Relative", int], Floats]


@dataclass(frozen=True)
class Relative:
    """Logarithms of flows and of the territories' totals, relative to the nation, by period."""

    history: History
    pairs: Floats  # (T, n)
    out: Floats  # (T, R)
    into: Floats  # (T, R)

    @classmethod
    def of(cls, history: History) -> Relative:
        nation = np.log(history.nation + 0.5)[:, None]
        return cls(
            history,
            np.log(history.flows + 0.5) - nation,
            np.log(history.departures + 0.5) - nation,
            np.log(history.arrivals + 0.5) - nation,
        )

    def of_origin(self, values: Floats) -> Floats:
        return np.asarray(values[self.history.origin])

    def of_destination(self, values: Floats) -> Floats:
        return np.asarray(values[self.history.destination])


def convergence(history: History, cutoffs: Sequence[int], steps: int) -> Floats:
    """Large flows grow slower or faster than small ones, as they did before. Not forced to the old total: it is
    the typical pair whose level is held, and what the large ones do moves the sum."""
    return pooled(history, cutoffs, steps, lambda now, t: now.pairs[t][:, None], ridge=0.3, hold_total=False)


def momentum(history: History, cutoffs: Sequence[int], steps: int) -> Floats:
    """Territories that lately lost or won share go on doing so, or come back, as they did before."""
    return pooled(history, cutoffs, steps, _recent_changes, ridge=1.0, hold_total=True)


def long_run(history: History, cutoffs: Sequence[int], steps: int) -> Floats:
    """A pair's average growth since the record began goes on, as far as it did before."""
    return pooled(history, cutoffs, steps, lambda now, t: ((now.pairs[t] - now.pairs[0]) / t)[:, None], 0.3, False)


def counterflow(history: History, cutoffs: Sequence[int], steps: int) -> Floats:
    """Where many leave, more arrive later; what went one way comes back: last changes of the opposite side."""
    return pooled(history, cutoffs, steps, _opposite_changes, ridge=0.3, hold_total=True)


def _recent_changes(now: Relative, t: int) -> Floats:
    out, into = now.out[t] - now.out[t - 3], now.into[t] - now.into[t - 3]
    structure = now.pairs - _both(now, now.out, now.into)
    apart = structure[t] - structure[t - 2 : t].mean(axis=0)
    return np.stack([now.of_origin(out) / 3, now.of_destination(into) / 3, apart], axis=1)


def _opposite_changes(now: Relative, t: int) -> Floats:
    into, out = now.into[t] - now.into[t - 1], now.out[t] - now.out[t - 1]
    structure = now.pairs[t - 1 : t + 1] - _both(now, now.out[t - 1 : t + 1], now.into[t - 1 : t + 1])
    change = structure[1] - structure[0]
    return np.stack([now.of_origin(into), now.of_destination(out), change[now.history.reverse]], axis=1)


def _both(now: Relative, out: Floats, into: Floats) -> Floats:
    return np.asarray(out[:, now.history.origin] + into[:, now.history.destination])


def pooled(
    history: History, cutoffs: Sequence[int], steps: int, features: Features, ridge: float, hold_total: bool
) -> Floats:
    """Forecasts (V, H, n) of a ridge regression of relative growth on `features`, refitted at every cut-off."""
    now = Relative.of(history)
    usable = range(WARM_UP, max(cutoffs) + 1)
    given = {t: features(now, t) for t in usable}
    made = np.repeat(history.flows[list(cutoffs)][:, None], steps, axis=1)
    fits = [_fits(now, given, step, hold_total) for step in range(1, min(steps, FARTHEST) + 1)]
    for place, cutoff in enumerate(cutoffs):
        change = np.zeros(history.flows.shape[1])
        for step in range(1, steps + 1):
            slope = _slope(fits[step - 1], cutoff - step, ridge) if step <= len(fits) else None
            if slope is not None:
                centred = given[cutoff] - _centre(now, cutoff, hold_total) @ given[cutoff]
                change = np.where(old_enough(history, cutoff), centred @ slope, 0.0)
            grown = history.flows[cutoff] * np.exp(change) + 0.5 * np.expm1(change)
            made[place, step - 1] = _held(grown, history.nation[cutoff]) if hold_total else np.maximum(grown, 0.0)
    return made


@dataclass(frozen=True)
class _Fit:
    """Normal equations of each earlier period, its outcome `step` periods later."""

    positions: tuple[int, ...]
    squares: Floats  # (K, P, P)
    products: Floats  # (K, P)


def _fits(now: Relative, given: dict[int, Floats], step: int, hold_total: bool) -> _Fit | None:
    flows, known = now.history.flows, now.history.known
    positions = [t for t in given if t + step < len(flows)]
    if not positions:
        return None
    squares, products = [], []
    for t in positions:
        learnt = known[t] & known[t + step] & old_enough(now.history, t)
        weight, centre = _share(_weights(now, t) * learnt), _share(_centre(now, t, hold_total) * learnt)
        change = now.pairs[t + step] - now.pairs[t]
        change = np.clip(change - centre @ change, -LARGEST_CHANGE, LARGEST_CHANGE)
        centred = given[t] - centre @ given[t]
        squares.append((centred * weight[:, None]).T @ centred)
        products.append((centred * weight[:, None]).T @ change)
    return _Fit(tuple(positions), np.stack(squares), np.stack(products))


def _slope(fit: _Fit | None, last: int, ridge: float) -> Floats | None:
    """Coefficients from the periods up to `last`, None where too few are known."""
    count = 0 if fit is None else sum(position <= last for position in fit.positions)
    if fit is None or count < FEWEST:
        return None
    return _solve(fit.squares[:count].sum(axis=0), fit.products[:count].sum(axis=0), ridge)


def _solve(squares: Floats, products: Floats, ridge: float) -> Floats:
    penalty = np.diag(ridge * np.diag(squares) + 1e-12)
    return np.asarray(np.linalg.solve(squares + penalty, products))


def _weights(now: Relative, t: int) -> Floats:
    """Between counting pairs (zero) and counting people (one): roots of the flows."""
    return _share(np.sqrt(now.history.flows[t]))


def _centre(now: Relative, t: int, hold_total: bool) -> Floats:
    """What growth is measured against: the nation's where its total is held, else the typical pair's."""
    return _weights(now, t) if hold_total else _share(np.sign(now.history.flows[t]))


def _share(values: Floats) -> Floats:
    return np.asarray(values / max(float(values.sum()), 1e-300))


def old_enough(history: History, t: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Young-region rule: pairs whose both ends have had their boundaries for some years at position t."""
    return np.asarray(age(history, t) >= YOUNG_YEARS)


def age(history: History, t: int) -> Floats:
    """Years since the boundaries of either end last changed, (n,); infinite where they never did."""
    old = region_age(history, t)
    return np.asarray(np.minimum(old[history.origin], old[history.destination]))


def region_age(history: History, t: int) -> Floats:
    """Years each territory has had its boundaries at position t, (R,); infinite where they never changed."""
    begin = np.where(history.since > 0, history.since.astype(np.float64), -np.inf)
    for child in np.flatnonzero((history.parent >= 0) & (history.since <= t)):
        begin[history.parent[child]] = max(begin[history.parent[child]], float(history.since[child]))
    return np.asarray(np.maximum(t - begin + 1, 0.0) / history.per_year)


def _held(flows: Floats, total: float) -> Floats:
    positive = np.maximum(flows, 0.0)
    return np.asarray(positive * (total / max(float(positive.sum()), 1e-300)))
