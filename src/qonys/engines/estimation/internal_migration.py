"""Who moves from which territory to which: an estimate, because only arrivals and departures are published.

A gravity model says which pairs are likely (the nearer, the more), raking makes the pairs add up to the
arrivals and departures, and a model schedule says at which ages people move.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qonys.engines.estimation.raking import Margin, rake
from qonys.engines.estimation.rogers_castro import mover_profile
from qonys.engines.estimation.series import Series, by_territory
from qonys.engines.vocabulary.errors import OutOfRange
from qonys.engines.vocabulary.evidence import Evidence

Floats = NDArray[np.float64]

RECENT = 3  # years whose counts are averaged, the latest with the largest weight
# Exponent of distance, and the distance below which it no longer decides. Checked on moves between the 16
# provinces of Korea (KOSIS, 2005 and 2019): 29 % of the moves end on a wrong pair,
# 56 % when distance is left out.
DISTANCE_DECAY = 1.1
NEAREST_KM = 50.0
USUAL_INTENSITY = 0.015  # moves per person and year between territories where nothing is published
MOST_THAT_LEAVE = 0.75  # largest yearly probability of leaving at any age


@dataclass(frozen=True)
class Margins:
    """Yearly moves into and out of each territory (territory,), NaN where unknown, and their total."""

    arrivals: Floats
    departures: Floats
    total: float  # moves of the whole country
    spread: float  # standard deviation of the log of the yearly totals; NaN for a single year

    @property
    def published(self) -> NDArray[np.bool_]:
        """Territories with both figures."""
        return np.asarray(np.isfinite(self.arrivals) & np.isfinite(self.departures))


def internal_migration(evidence: Evidence, people: Floats) -> Floats:
    """Yearly probability (origin, destination, sex, age) of moving; `people` is (territory, 2, age)."""
    totals = people.sum(axis=(1, 2))
    flows = moves_between(evidence, totals, internal_margins(evidence, totals))
    departures = flows.sum(axis=1)
    leaving = _leaving_by_age(people, departures, evidence.territories.codes)
    destination = np.divide(flows, departures[:, None], out=np.zeros_like(flows), where=departures[:, None] > 0)
    return np.asarray(destination[:, :, None, None] * leaving[:, None, :, :])


def internal_margins(evidence: Evidence, totals: Floats) -> Margins:
    """Averages of the latest years, weighted 1, 2, 3 towards the latest.

    The counts are registrations: their level jumps when registering becomes easier or is demanded, not only
    when more people move; an average of several years is steadier and keeps the sum of net moves at zero.
    """
    codes, base = evidence.territories.codes, evidence.base_year
    into = by_territory(evidence.regions.internal_arrivals, codes).between(-np.inf, base - 1)
    out_of = by_territory(evidence.regions.internal_departures, codes).between(-np.inf, base - 1)
    arrivals, departures = _recent_mean(into), _recent_mean(out_of)
    total = _total(arrivals, departures, totals)
    return Margins(_to_total(arrivals, total), _to_total(departures, total), total, _spread(out_of))


def moves_between(evidence: Evidence, totals: Floats, margins: Margins) -> Floats:
    """Expected yearly moves (origin, destination), zero on the diagonal."""
    if totals.size == 1 or margins.total == 0:
        return np.zeros((totals.size, totals.size))
    prior = gravity(totals, _distances(evidence)) * margins.total
    _refuse_impossible(margins, evidence.territories.codes)
    return rake(
        prior,
        [
            _margin("arrivals", prior.shape, 1, margins.arrivals, margins.total),
            _margin("departures", prior.shape, 0, margins.departures, margins.total),
        ],
    )


def _margin(name: str, shape: tuple[int, ...], axis: int, moves: Floats, total: float) -> Margin:
    """Known moves one by one; the unknown ones together are what is left of the country's total."""
    known = np.isfinite(moves)
    if known.all():
        return Margin.over(name, shape, (axis,), moves)
    group = np.where(known, np.cumsum(known) - 1, known.sum())
    return Margin.over(name, shape, (axis,), np.append(moves[known], total - moves[known].sum()), {axis: group})


def _total(arrivals: Floats, departures: Floats, people: Floats) -> float:
    """Moves of the whole country.

    Counted where one side is complete, else with the others' usual intensity.
    """
    complete = [moves for moves in (arrivals, departures) if np.isfinite(moves).all()]
    if complete:
        whole = float(np.mean([moves.sum() for moves in complete]))
    else:
        whole = float(max(_filled(moves, people).sum() for moves in (arrivals, departures)))
    # The known parts of an incomplete side must leave something for its unknown territories.
    return max(whole, *(1.01 * np.nansum(moves) for moves in (arrivals, departures) if np.isnan(moves).any()), 0.0)


def _to_total(moves: Floats, total: float) -> Floats:
    """Scale a complete side to the country's total (late papers make in and out differ a little)."""
    whole = moves.sum()
    return np.asarray(moves * (total / whole)) if np.isfinite(whole) and whole > 0 else moves


def gravity(totals: Floats, distance_km: Floats) -> Floats:
    """Relative number of moves (origin, destination): product of the populations over distance."""
    apart = np.maximum(distance_km, NEAREST_KM)
    pull = np.outer(totals, totals) / apart**DISTANCE_DECAY
    np.fill_diagonal(pull, 0.0)
    return np.asarray(pull / pull.sum())


def _distances(evidence: Evidence) -> Floats:
    """Distance between centres (origin, destination); the mean distance where none is given."""
    codes = list(evidence.territories.codes)
    array = evidence.regions.distance_km.reindex(origin=codes, destination=codes).transpose("origin", "destination")
    apart = np.asarray(array.values, dtype=np.float64)
    apart = np.where(np.isfinite(apart), apart, apart.T)
    between = apart[np.isfinite(apart) & ~np.eye(len(codes), dtype=bool)]
    return np.where(np.isfinite(apart), apart, between.mean() if between.size else NEAREST_KM)


def _recent_mean(series: Series) -> Floats:
    """Mean of the last published years of each territory, the latest counting most."""
    mean = np.full(len(series.values), np.nan)
    for unit in range(len(series.values)):
        values = series.known(unit)[1][-RECENT:]
        if values.size:
            mean[unit] = np.average(values, weights=np.arange(1, values.size + 1))
    return mean


def _filled(moves: Floats, people: Floats) -> Floats:
    """Give territories without figures the intensity of the others, or the usual one where there are none."""
    known = np.isfinite(moves)
    intensity = moves[known].sum() / people[known].sum() if known.any() else USUAL_INTENSITY
    return np.where(known, moves, intensity * people)


def _spread(series: Series) -> float:
    yearly = series.values[:, np.isfinite(series.values).any(axis=0)]
    complete = np.nansum(yearly, axis=0)[-RECENT:]
    return float(np.std(np.log(complete), ddof=1)) if complete.size > 1 and (complete > 0).all() else float("nan")


def _refuse_impossible(margins: Margins, codes: tuple[str, ...]) -> None:
    """Nobody moves within a territory here: one cannot receive more than all the others send."""
    if not margins.published.all():
        return
    others = margins.departures.sum() - margins.departures
    for code, arrivals, senders in zip(codes, margins.arrivals, others, strict=True):
        if arrivals > senders * (1.0 + 1e-9):
            raise OutOfRange(
                f"{code} is said to receive more people than all other territories send.",
                value=f"arrivals {arrivals:.0f}, departures of the others {senders:.0f}",
                remedy="Check that arrivals and departures count moves between territories only.",
            )


def _leaving_by_age(people: Floats, departures: Floats, codes: tuple[str, ...]) -> Floats:
    """Probability of leaving (territory, sex, age) that yields `departures`, shaped by the model schedule."""
    profile = np.broadcast_to(mover_profile(people.shape[2] - 1), people.shape)
    people_leaving = people.sum(axis=(1, 2))
    if (departures > MOST_THAT_LEAVE * people_leaving).any():
        worst = int(np.argmax(departures / np.maximum(people_leaving, 1e-300)))
        raise OutOfRange(
            f"{codes[worst]} is said to lose {departures[worst]:.0f} of its {people_leaving[worst]:.0f} "
            f"people in a year.",
            remedy="Check the unit and the territory of the published departures.",
        )
    scale = departures / np.maximum((people * profile).sum(axis=(1, 2)), 1e-300)
    leaving = np.minimum(scale[:, None, None] * profile, MOST_THAT_LEAVE)
    while True:
        missing = departures - (people * leaving).sum(axis=(1, 2))
        if (missing <= 1e-9 * np.maximum(departures, 1.0)).all():
            return np.asarray(leaving)
        room = np.where(leaving < MOST_THAT_LEAVE, leaving, 0.0)
        growth = 1.0 + np.maximum(missing, 0.0) / np.maximum((people * room).sum(axis=(1, 2)), 1e-300)
        leaving = np.minimum(np.where(room > 0, leaving * growth[:, None, None], leaving), MOST_THAT_LEAVE)
