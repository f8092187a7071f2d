"""The base population: territories by sex and single age.

Each cohort of an older age table keeps the shares of the territories it was found in and grows older;
children born since are shared out by births; people who came or left since are added at the ages at which
people move; raking to the nation's ages and the territories' totals settles what is left.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from qonys.engines.estimation.births import BirthRates, births_by_territory
from qonys.engines.estimation.broad_ages import AgeTable, spread
from qonys.engines.estimation.national_ages import survival_in
from qonys.engines.estimation.raking import Margin, rake
from qonys.engines.estimation.rogers_castro import mover_profile
from qonys.engines.vocabulary.evidence import Evidence

Floats = NDArray[np.float64]

BORN_RECENTLY = 5  # ages shared out by births where no older age table exists
MOST_THAT_LEFT = 0.6  # no cell of a first guess loses more than this share of its people to departures


def regional_ages(
    evidence: Evidence, totals: Floats, nation: Floats, table: AgeTable | None, rates: BirthRates
) -> Floats:
    """Persons (territory, sex, age); sums to `totals` (territory, 2) and to `nation` (2, age)."""
    years = evidence.base_year - table.year if table else BORN_RECENTLY
    shares = _cohort_shares(evidence, totals, nation, table, rates)
    _share_out_children(shares, evidence, totals.sum(axis=1), rates, years)
    stayed = shares * nation
    guess = _add_moves(stayed, totals, years)
    margins = [
        Margin.over("nation by sex and age", guess.shape, (1, 2), nation),
        *_published_broad_ages(evidence, totals, nation, table),
        Margin.over("territories by sex", guess.shape, (0, 1), totals),
    ]
    return rake(guess, margins)


def _cohort_shares(
    evidence: Evidence, totals: Floats, nation: Floats, table: AgeTable | None, rates: BirthRates
) -> Floats:
    """Share of each territory in each national cohort (territory, sex, age).

    Sums to one over territories.
    """
    even = totals / totals.sum(axis=0)
    if table is None:
        return np.repeat(even[:, :, None], nation.shape[1], axis=2)
    years = evidence.base_year - table.year
    shape = spread(_nation_back_then(evidence, nation, years), table, rates.in_year(table.year - 1))
    people = np.stack([persons.sum(axis=1) for persons in table.persons], axis=1)  # (territory, sex)
    scale = np.where(table.known[:, None], people, 0.0).sum(axis=0) / totals[table.known].sum(axis=0)
    people = np.where(table.known[:, None], people, totals * scale)
    then = shape * people[:, :, None]
    then /= then.sum(axis=0)
    now = np.concatenate([np.repeat(then[:, :, :1], years, axis=2), then], axis=2)
    return np.asarray(now[:, :, : nation.shape[1]])


def _nation_back_then(evidence: Evidence, nation: Floats, years: int) -> Floats:
    """The nation's ages `years` before the base: today's survivors divided by their survival.

    The oldest ages, whose survivors are too few to look back through, keep today's relative sizes.
    """
    people = nation.copy()
    for _ in range(years):
        survival = survival_in(evidence, evidence.base_year - 1)
        younger = people[:, 1:] / np.maximum(survival[:, 1:], 0.05)
        younger = np.concatenate([younger, younger[:, -1:]], axis=1)
        oldest = people.shape[1] - 15
        younger[:, oldest:] = people[:, oldest:] * (younger[:, oldest - 1] / people[:, oldest - 1])[:, None]
        people = younger
    return people


def _share_out_children(shares: Floats, evidence: Evidence, totals: Floats, rates: BirthRates, years: int) -> None:
    """Ages born since the older table take the shares of the territories in those births."""
    for age in range(min(years, shares.shape[2])):
        births = births_by_territory(evidence, rates, totals, evidence.base_year - 1 - age)
        shares[:, :, age] = (births / births.sum())[:, None]


def _add_moves(stayed: Floats, totals: Floats, years: int) -> Floats:
    """Bring each territory and sex to its total by moves of people of the ages at which people move."""
    movers = _movers_since(stayed.shape[2] - 1, max(years, 1))
    arrived = totals - stayed.sum(axis=2)
    # Those who left were of the territory's own ages, those who came of the nation's.
    drawn_from = np.where(arrived[:, :, None] > 0, stayed.sum(axis=0), stayed)
    profile = movers * drawn_from
    profile /= np.maximum(profile.sum(axis=2, keepdims=True), 1e-300)
    changed = stayed + arrived[:, :, None] * profile
    return np.asarray(np.maximum(changed, (1.0 - MOST_THAT_LEFT) * stayed))


def _movers_since(open_age: int, years: int) -> Floats:
    """Intensity of having moved within the last `years` by today's age (sex, age).

    The mover of 20 is 20+ now.
    """
    yearly = mover_profile(open_age)
    intensity = np.zeros_like(yearly)
    for ago in range(years):
        intensity[:, ago:] += yearly[:, : yearly.shape[1] - ago]
    return intensity


def _published_broad_ages(evidence: Evidence, totals: Floats, nation: Floats, table: AgeTable | None) -> list[Margin]:
    """The age table as a margin of its own where it is of the base year itself and complete."""
    if table is None or table.year != evidence.base_year or not table.known.all():
        return []
    group_of_age = [np.zeros(nation.shape[1], dtype=np.int64) for _ in range(2)]
    for sex in range(2):
        for number, group in enumerate(table.groups[sex]):
            group_of_age[sex][group] = number
    return [_broad_margin(sex, group_of_age[sex], table, totals, nation) for sex in range(2)]


def _broad_margin(sex: int, group_of_age: NDArray[np.int64], table: AgeTable, totals: Floats, nation: Floats) -> Margin:
    """Persons of one sex by territory and broad age, first raked to totals and nation."""
    groups = len(table.groups[sex])
    by_group = np.bincount(group_of_age, weights=nation[sex], minlength=groups)
    shape = table.persons[sex].shape
    wanted = rake(
        np.maximum(table.persons[sex], 1e-9),
        [
            Margin.over("nation", shape, (1,), by_group),
            Margin.over("territories", shape, (0,), totals[:, sex]),
        ],
    )
    territory, other, age = np.indices((len(totals), *nation.shape))
    # The other sex is put in one cell of its own, so that this margin leaves it alone.
    cell = np.where(other == sex, territory * groups + group_of_age[age], wanted.size)
    target = np.append(wanted.ravel(), nation[1 - sex].sum())
    return Margin("broad ages", cell.ravel(), target)
