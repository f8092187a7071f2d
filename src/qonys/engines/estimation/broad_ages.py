"""Older tables of broad ages: brought to today's list of territories and spread over single ages."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from qonys.engines.vocabulary.age import AgeGroup
from qonys.engines.vocabulary.evidence import BroadAges, Evidence
from qonys.engines.vocabulary.sex import SEXES

Floats = NDArray[np.float64]

SETTLED = 1e-9
SWEEPS = 400
DAMPING = 0.8  # a step also moves the neighbouring groups; full steps could overshoot


@dataclass(frozen=True)
class AgeTable:
    """Broad ages on today's list.

    For each sex its groups (as slices of the age axis) and persons (territory, group).
    """

    groups: tuple[tuple[slice, ...], tuple[slice, ...]]
    persons: tuple[Floats, Floats]  # NaN where a territory has no figures
    year: int
    split: NDArray[np.bool_]  # (territory,), True where the unit was cut out of an older one

    @property
    def known(self) -> NDArray[np.bool_]:
        """Territories for which both sexes are complete."""
        return np.asarray(np.isfinite(np.concatenate(self.persons, axis=1)).all(axis=1))

    @property
    def child_share(self) -> Floats:
        """Share of the youngest group of both sexes in the total, by territory; NaN where unknown."""
        youngest = self.persons[0][:, 0] + self.persons[1][:, 0]
        return np.asarray(youngest / (self.persons[0].sum(axis=1) + self.persons[1].sum(axis=1)))


def latest_age_table(evidence: Evidence, open_age: int) -> AgeTable | None:
    """The most recent table of broad ages not later than the base year, or None."""
    past = [table for table in evidence.regions.broad_ages if table.year <= evidence.base_year]
    for table in sorted(past, key=lambda candidate: -candidate.year):
        persons, split = _on_todays_list(table, evidence.territories.codes)
        (men, men_counted), (women, women_counted) = (_groups(persons, sex, open_age) for sex in range(2))
        found = AgeTable((men, women), (men_counted, women_counted), table.year, split)
        if men and women and found.known.any():
            return found
    return None


def _on_todays_list(table: BroadAges, codes: tuple[str, ...]) -> tuple[xr.DataArray, NDArray[np.bool_]]:
    """Move the people of the older units to the newer ones.

    A split unit keeps its parent's age structure.
    """
    persons = table.persons.transpose("territory", "sex", "group").sel(sex=[str(sex) for sex in SEXES])
    if table.concordance is None:
        return persons.reindex(territory=list(codes)), np.zeros(len(codes), dtype=bool)
    old = [str(code) for code in persons["territory"].values]
    shares = np.zeros((len(codes), len(old)))
    for origin, heir, share in table.concordance.shares:
        if origin in old and heir in codes:
            shares[codes.index(heir), old.index(origin)] = share
    _keep_unmentioned(shares, old, codes, {origin for origin, _, _ in table.concordance.shares})
    moved = np.tensordot(shares, np.nan_to_num(persons.values), axes=1)
    # An older unit without figures leaves its heirs without figures; a group a sex does not have stays
    # absent.
    gaps = np.tensordot(shares > 0, np.isnan(persons.values), axes=1) > 0
    heirs = np.asarray((shares > 0).any(axis=1))
    moved[gaps | ~heirs[:, None, None]] = np.nan
    split = np.asarray([(shares[i] % 1.0 > 0).any() for i in range(len(codes))])
    labels = {"territory": list(codes), "sex": persons["sex"].values, "group": persons["group"].values}
    return xr.DataArray(moved, coords=labels, dims=("territory", "sex", "group")), split


def _keep_unmentioned(shares: Floats, old: list[str], codes: tuple[str, ...], mentioned: set[str]) -> None:
    """A unit the concordance does not mention is the same unit today."""
    for position, code in enumerate(old):
        if code not in mentioned and code in codes:
            shares[codes.index(code), position] = 1.0


def _groups(persons: xr.DataArray, sex: int, open_age: int) -> tuple[tuple[slice, ...], Floats]:
    """The groups one sex has anywhere, youngest first, and the persons in them (territory, group)."""
    values = persons.values[:, sex, :]
    present = np.flatnonzero(np.isfinite(values).any(axis=0))
    parsed = [AgeGroup.parse(str(persons["group"].values[i])) for i in present]
    order = sorted(range(len(parsed)), key=lambda i: parsed[i].first)
    return tuple(parsed[i].covers(open_age) for i in order), np.asarray(values[:, present[order]], dtype=np.float64)


def spread(nation: Floats, table: AgeTable, newborn: Floats) -> Floats:
    """Shares of a territory's people by single age (territory, sex, age), smooth, true to the broad groups.

    The nation's ages are multiplied by a factor that runs straight, on the log scale, between the mean ages
    of the groups, so that no step appears at 15/16. At age 0 it is `newborn` (territory,), the territory's
    birth rate relative to the nation's. Unknown territories get the nation's ages.
    """
    shape = np.empty((len(table.known), *nation.shape))
    known = table.known
    for sex in range(2):
        weights = nation[sex] / nation[sex].sum()
        shape[:, sex] = weights
        if table.groups[sex] and known.any():
            shape[known, sex] = _bend(weights, table.groups[sex], table.persons[sex][known], newborn[known])
    return shape


def _bend(weights: Floats, groups: tuple[slice, ...], persons: Floats, newborn: Floats) -> Floats:
    """Age weights (territory, age) whose sums over `groups` are shares of `persons` (territory, group)."""
    ages = np.arange(weights.size)
    means = [np.average(ages[group], weights=weights[group] + 1e-12) for group in groups]
    hats = np.array([np.interp(ages, [0.0, *means], row) for row in np.eye(len(groups) + 1)])
    at_birth = np.outer(np.log(newborn), hats[0])
    wanted = np.maximum(persons, 1e-6) / np.maximum(persons, 1e-6).sum(axis=1, keepdims=True)
    level = np.log(wanted / np.array([weights[group].sum() for group in groups]))
    for _ in range(SWEEPS):
        bent = weights * np.exp(at_birth + level @ hats[1:])
        sums = np.stack([bent[:, group].sum(axis=1) for group in groups], axis=1)
        step = np.log(wanted / np.maximum(sums, 1e-300))
        if np.abs(step).max() < SETTLED:
            break
        level += DAMPING * step
    return np.asarray(bent / bent.sum(axis=1, keepdims=True))
