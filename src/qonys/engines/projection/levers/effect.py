"""What levers do to the events of a projection: factors on chance, and moves of their own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from qonys.engines.projection.paths import NationalPaths, Paths, RegionalPaths

Floats = NDArray[np.float64]

ABROAD = -1


@dataclass(frozen=True)
class Move:
    """Persons who move from one place to another at the end of each year, ABROAD being one of the places."""

    origin: int
    destination: int
    ages: Floats  # (2, A+1), sums to 1
    persons: Floats  # (T, J)


@dataclass(frozen=True)
class Effect:
    """One lever's doing. Factors multiply (1 changes nothing), years of life add; None leaves the baseline alone."""

    fertility: Floats | None = None  # (T, J), of the nation and all territories alike
    local_fertility: Floats | None = None  # (T, J, R), beside which the others keep theirs
    years_of_life: Floats | None = None  # (T, J)
    immigrants: Floats | None = None  # (T, J)
    emigrants: Floats | None = None  # (T, J)
    arrivals: Floats | None = None  # (T, J, R)
    departures: Floats | None = None  # (T, J, R)
    moves: tuple[Move, ...] = ()


def together(effects: Iterable[Effect]) -> Effect:
    """All effects as one. Factors multiply one after the other, so the caller's order is the order of rounding."""
    total = Effect()
    for each in effects:
        total = replace(
            total,
            fertility=_times(total.fertility, each.fertility),
            local_fertility=_times(total.local_fertility, each.local_fertility),
            years_of_life=_plus(total.years_of_life, each.years_of_life),
            immigrants=_times(total.immigrants, each.immigrants),
            emigrants=_times(total.emigrants, each.emigrants),
            arrivals=_times(total.arrivals, each.arrivals),
            departures=_times(total.departures, each.departures),
            moves=(*total.moves, *each.moves),
        )
    return total


def _times(one: Floats | None, other: Floats | None) -> Floats | None:
    return other if one is None else one if other is None else one * other


def _plus(one: Floats | None, other: Floats | None) -> Floats | None:
    return other if one is None else one if other is None else one + other


def steered_paths(paths: Paths, effect: Effect, index: Floats) -> Paths:
    """The paths of chance times the factors; `index` (T, J, 2) is the mortality index with its years of life."""
    nation, local = paths.national, paths.regional
    return Paths(
        NationalPaths(
            _moved(nation.fertility, effect.fertility),
            index,
            nation.mortality_shape,
            _moved(nation.immigrants, effect.immigrants),
            _moved(nation.emigrants, effect.emigrants),
        ),
        RegionalPaths(
            local.fertility,
            local.mortality,
            _moved_locally(local.departures, effect.departures),
            _moved_locally(local.arrivals, effect.arrivals),
        ),
    )


def _moved(path: Floats, factor: Floats | None) -> Floats:
    return path if factor is None else path * factor


def _moved_locally(path: NDArray[np.float32], factor: Floats | None) -> NDArray[np.float32]:
    """A path keeps its precision, so that a factor of 1 keeps its bits."""
    return path if factor is None else np.asarray(path * factor, dtype=np.float32)
