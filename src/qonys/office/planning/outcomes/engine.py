"""The only door of this room to the science: counts of the registers in, chances by type of family and place out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qonys.countries.integration import Expected
from qonys.engines.evaluation.outcomes import (
    Calibration,
    Chances,
    Design,
    Gains,
    GroupFigure,
    PersonYears,
    Trials,
    assess,
    by_group,
    fit,
    gains,
    kaplan_meier,
    one_by_one,
)
from qonys.office.planning.outcomes.selectors import ENOUGH, LEAST

Floats = NDArray[np.float64]
Counts = Mapping[tuple[str, ...], int]
ADULTS = 2.0  # of a family, for its gain
KNOWN_AFTER = 2  # years: what a year's families tell of work is whole by the placement of the second year after
BINS, SEED = 10, 2026
Cells = list[tuple[float, float, float]]  # chance said before, how many did, of how many


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
    began, left = np.zeros((*shape, years)), np.zeros((*shape, years))
    row, column = ({key: at for at, key in enumerate(keys)} for keys in (families, places))
    for (place, family, after, state), count in staying.items():
        if place in column and family in row:
            began[row[family], column[place], int(after)] += count
            left[row[family], column[place], int(after)] += count * (state == "left")
    return _learned(_work(work, families, places), PersonYears(began, left), tuple(families), tuple(places), expected)


@dataclass(frozen=True)
class Checked:
    """What was said of families before they came, beside what came about. No calibration where too few are known.

    `hidden`: by dimension, how many groups are too small to be told of.
    """

    years: tuple[str, ...]  # of arrival, that could be said of before
    adults: int
    calibration: Calibration | None
    groups: Mapping[str, Mapping[str, GroupFigure]]
    hidden: Mapping[str, int]


def check(
    work: Counts, grouped: Mapping[str, Counts], families: Sequence[str], places: Sequence[str], expected: Expected
) -> Checked:
    """`work` by (place, family, year, state); `grouped` by dimension, by (place, family, year, group, state).

    Every year is predicted by a model of the years whose outcomes were known when its families were placed: a model
    that is asked about the families it was learned from always looks good.
    """
    said = _said_before(work, families, places, expected)
    told = _beside(said, {(place, family, year, "", state): n for (place, family, year, state), n in work.items()})
    regions = {(place, family, year, place, state): n for (place, family, year, state), n in work.items()}
    sides = {name: _beside(said, counts) for name, counts in {**grouped, "region": regions}.items()}
    adults = round(sum(of for _chance, _yes, of in told.get("", [])))
    calibration = _assessed(told[""]) if adults >= ENOUGH else None
    groups = {name: _figures(side) for name, side in sides.items()} if calibration else {}
    hidden = {name: len(sides[name]) - len(figures) for name, figures in groups.items()}
    return Checked(tuple(sorted({year for _place, _family, year in said})), adults, calibration, groups, hidden)


def _said_before(
    work: Counts, families: Sequence[str], places: Sequence[str], expected: Expected
) -> dict[tuple[str, str, str], float]:
    """Chance by place, type and year of arrival; nothing for years before which too few were known."""
    found: dict[tuple[str, str, str], float] = {}
    for year in sorted({year for _place, _family, year, _state in work}):
        known = dict[tuple[str, ...], int]()
        for (place, family, arrived, state), count in work.items():
            if int(arrived) <= int(year) - KNOWN_AFTER:
                known[place, family, state] = known.get((place, family, state), 0) + count
        if sum(known.values()) < LEAST:
            continue
        chance = fit(_work(known, families, places), _design(families, (len(families), len(places)), expected.work))
        found |= {(p, f, year): float(chance.chance[i, j]) for i, f in enumerate(families)
                  for j, p in enumerate(places)}  # fmt: skip
    return found


def _beside(said: Mapping[tuple[str, str, str], float], counts: Counts) -> dict[str, Cells]:
    """By group, the cells of which something was said before."""
    cells: dict[tuple[str, ...], list[int]] = {}
    for (place, family, year, group, state), count in counts.items():
        if (place, family, year) in said:
            cell = cells.setdefault((group, place, family, year), [0, 0])
            cell[0] += count * (state == "works")
            cell[1] += count
    found: dict[str, Cells] = {}
    for (group, *key), (yes, of) in cells.items():
        found.setdefault(group, []).append((said[key[0], key[1], key[2]], yes, of))
    return found


def _assessed(cells: Cells) -> Calibration:
    chance = np.random.default_rng(SEED)
    said, was = one_by_one(*np.array(cells).T, chance)
    return assess(said, was, chance, min(BINS, len(said) // LEAST))


def _figures(side: Mapping[str, Cells]) -> dict[str, GroupFigure]:
    """Of every group that is large enough to be told of."""
    chance, found = np.random.default_rng(SEED), dict[str, GroupFigure]()
    for group, cells in sorted(side.items()):
        said, was = one_by_one(*np.array(cells).T, chance)
        found |= by_group(said, was, [group] * len(said), LEAST)
    return found


def _work(counts: Counts, families: Sequence[str], places: Sequence[str]) -> Trials:
    """Counts by (place, family, state) as a table of types and places."""
    happened, of = np.zeros((len(families), len(places))), np.zeros((len(families), len(places)))
    row, column = ({key: at for at, key in enumerate(keys)} for keys in (families, places))
    for (place, family, state), count in counts.items():
        if place in column and family in row:
            of[row[family], column[place]] += count
            happened[row[family], column[place]] += count * (state == "works")
    return Trials(happened, of)


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
