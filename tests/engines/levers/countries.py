"""Small invented countries on which levers can be tried without any file."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import xarray as xr
from hypothesis import strategies as st

from qonys.engines.projection.indicators import AgeBands
from qonys.engines.projection.levers import Baseline
from qonys.engines.projection.paths import Paths
from qonys.engines.projection.streams import Streams
from qonys.engines.vocabulary.age import AgeGroup
from qonys.engines.vocabulary.life_table import survival_from_mx
from qonys.engines.vocabulary.rates import NationalRates, RegionalPattern
from qonys.engines.vocabulary.scenario import (
    ActiveAgeing,
    Elasticity,
    EmigrationChange,
    Event,
    FamilyPolicy,
    FertilityPath,
    GrowthPoint,
    Housing,
    Inflow,
    LabourInflow,
    MortalityPath,
    Relocation,
    Scenario,
    SchoolBuilding,
    WageChange,
)

FIRST, AGES = 2030, 81
BANDS = AgeBands(AgeGroup(1, 5), AgeGroup(6, 17), AgeGroup(16, 62), AgeGroup(63, None))
AGE = np.arange(AGES)


def sure(value: float) -> Elasticity:
    """An elasticity without an interval."""
    return Elasticity(value, value, value, "chosen for this test")


def country(seed: int, territories: int = 3, years: int = 6, trajectories: int = 5) -> Baseline:
    """Rates of a plausible size, every one of them random, and chance in every component."""
    dice = np.random.default_rng(seed)
    mx = np.exp(-9.5 + 0.09 * AGE) * dice.uniform(0.7, 1.4, (years, 2, 1)) + 0.001
    mothers = np.where((AGE >= 16) & (AGE < 48), dice.uniform(0.02, 0.15, (years, AGES)), 0.0)
    time = FIRST + np.arange(years)
    abroad = dice.uniform(0, 2, (2, years, 2, AGES))
    rates = NationalRates(
        xr.DataArray(survival_from_mx(mx), {"time": time}, ("time", "sex", "age")),
        xr.DataArray(mothers, dims=("time", "age")),
        xr.DataArray(np.full(years, 1.05), dims=("time",)),
        xr.DataArray(abroad[0], dims=("time", "sex", "age")),
        xr.DataArray(abroad[1], dims=("time", "sex", "age")),
    )
    codes = tuple(f"R-{place}" for place in range(territories))
    people = dice.uniform(200, 1000, (trajectories, territories, 2, AGES)) * np.exp(-AGE / 40)
    return Baseline(
        codes, "NATION", people, rates, _pattern(dice, territories),
        _paths(dice, mx, territories, years, trajectories), mx, BANDS, Streams(seed),
    )  # fmt: skip


def _pattern(dice: np.random.Generator, territories: int) -> RegionalPattern:
    moves = dice.uniform(0, 0.1 / territories, (territories, territories, 2, AGES))
    moves[np.arange(territories), np.arange(territories)] = 0.0
    shares = dice.uniform(0.5, 1, (territories, 2, AGES))
    by_sex = ("territory", "sex", "age")
    return RegionalPattern(
        xr.DataArray(dice.uniform(0.7, 1.4, (territories, AGES)), dims=("territory", "age")),
        xr.DataArray(dice.uniform(0.7, 1.4, (territories, 2, AGES)), dims=by_sex),
        xr.DataArray(moves, dims=("origin", "destination", "sex", "age")),
        xr.DataArray(shares / shares.sum(axis=0), dims=by_sex),
        xr.DataArray(shares / shares.sum(axis=0), dims=by_sex),
    )


def _paths(dice: np.random.Generator, mx: np.ndarray, territories: int, years: int, trajectories: int) -> Paths:
    median = Paths.median(years, territories, AGES, trajectories)

    def disturbed(path: np.ndarray) -> np.ndarray:
        return (path * np.exp(dice.normal(0, 0.1, path.shape))).astype(path.dtype)

    nation, local = median.national, median.regional
    return Paths(
        replace(
            nation,
            fertility=disturbed(nation.fertility),
            mortality_index=dice.normal(0, 0.2, nation.mortality_index.shape),
            mortality_shape=dice.uniform(0.5, 1.5, nation.mortality_shape.shape),
            immigrants=disturbed(nation.immigrants),
            emigrants=disturbed(nation.emigrants),
        ),
        replace(
            local,
            fertility=disturbed(local.fertility),
            mortality=disturbed(local.mortality),
            departures=disturbed(local.departures),
            arrivals=disturbed(local.arrivals),
        ),
    )


def calm(baseline: Baseline) -> Baseline:
    """The same country without chance."""
    median = Paths.median(len(baseline.years), len(baseline.codes), AGES)
    return replace(baseline, start=baseline.start[:1], paths=median, streams=None)


def settled(baseline: Baseline) -> Baseline:
    """The same country, in which nobody moves between territories of their own accord."""
    still = replace(baseline.pattern, internal_migration=0.0 * baseline.pattern.internal_migration)
    return replace(baseline, pattern=still)


def every_lever(size: float) -> Scenario:
    """All levers at once, `size` 0 being none and 1 a strong one. Needs three territories."""
    return Scenario(
        fertility=FertilityPath(change_percent={FIRST: 20 * size}),
        mortality=MortalityPath(years_of_life={FIRST: 2 * size}),
        family_policy=(
            FamilyPolicy(support_percent={FIRST: 30 * size}),
            FamilyPolicy(support_percent={FIRST + 1: 60 * size}, territories=("R-0", "R-2")),
        ),
        active_ageing=ActiveAgeing(pension_age={FIRST: 63 + 1.5 * size}, active_percent={FIRST: 10 * size}),
        kandas=(
            Inflow(persons={FIRST: 50 * size}, shares={"R-1": 0.25, "R-2": 0.75}),
            Inflow(persons={FIRST + 1: 20 * size}, ages={"20-39": 1.0}, origin="elsewhere"),
        ),
        labour=(LabourInflow(persons={FIRST: 40 * size}, stay=2, settling=0.25),),
        emigration=EmigrationChange(change_percent={FIRST: -30 * size}),
        relocation=(
            Relocation(origin="R-0", destination="R-1", persons={FIRST: 60 * size}),
            Relocation(origin="R-1", destination="R-2", families={FIRST + 2: 10 * size}),
        ),
        housing=(Housing(territory="R-1", places={FIRST: 5000 * size}),),
        schools=(SchoolBuilding(territory="R-2", seats={FIRST: 2000 * size}),),
        growth_points=(GrowthPoint(territory="R-2", jobs={FIRST + 1: 3000 * size}),),
        wages=(WageChange(territory="R-0", percent={FIRST: 15 * size}),),
        events=(
            Event(
                name="drought", frequency=0.3, duration=2, territories=("R-0",) if size else (),
                departures_percent=40 * size, arrivals_percent=-20 * size, years_of_life=-1 * size,
                fertility_percent=-5 * size, immigration_percent=50 * size, emigration_percent=10 * size,
            ),
        ),
    )  # fmt: skip


countries = st.builds(country, seed=st.integers(0, 2**32 - 1), trajectories=st.sampled_from([1, 4, 33]))
