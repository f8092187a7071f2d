"""The compiled close of a year equals the slow one, on people, moves and factors without any system."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from qonys.engines.projection import kernel
from qonys.engines.projection.levers import Baseline
from qonys.engines.projection.levers.effect import ABROAD, Move
from qonys.engines.projection.levers.reference import close_year
from qonys.engines.projection.levers.settling import Steering
from qonys.engines.projection.trajectories import project
from tests.engines.levers.countries import AGES, countries


def one_year(baseline: Baseline, steering: Steering | None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """People, totals and cells of the first year."""
    passing = project(
        baseline.start, baseline.rates, baseline.pattern, baseline.paths, measures=steering, record_cells=True
    )
    year = next(islice(passing, 1, None))
    return year.population.copy(), year.totals.copy(), year.cells.copy()


def steering_of(dice: np.random.Generator, baseline: Baseline) -> Steering:
    """Moves between all kinds of places, some far larger than the people there, and factors around one."""
    ends = [(ABROAD, 0), (1, ABROAD), (0, 1), (0, 2), (2, 0), (1, 2)]
    years, trajectories = len(baseline.years), baseline.trajectories
    moves = tuple(
        Move(origin, destination, _ages(dice), dice.choice([0.0, 100.0, 50_000.0]) * dice.random((years, trajectories)))
        for origin, destination in ends
    )
    return Steering(dice.choice([1.0, 0.4, 1.7], (years, trajectories, 3)), moves)


def _ages(dice: np.random.Generator) -> np.ndarray:
    ages = dice.random((2, AGES)) * dice.choice([0.0, 1.0], (2, AGES))
    return ages / ages.sum()


@settings(max_examples=20, deadline=None)
@given(countries, st.integers(0, 2**32 - 1))
def test_agrees_with_the_slow_reference(baseline: Baseline, seed: int):
    baseline = baseline.until(int(baseline.years[0]) + 1)
    steering = steering_of(np.random.default_rng(seed), baseline)
    before, usual, _ = one_year(baseline, None)
    after, totals, cells = one_year(baseline, steering)
    _, _, usual_cells = one_year(baseline, None)
    for j in {0, baseline.trajectories - 1}:
        hazard = -np.log(baseline.rates.survival.values[0, :, 0])
        national = baseline.paths.national
        alive = np.exp(-hazard * np.exp(national.mortality_shape[:, 0] * national.mortality_index[0, j]))
        slow = close_year(
            before[j],
            usual[j, :-1, kernel.BIRTHS],
            steering.local_fertility[0, j],
            alive,
            1 / (1 + float(baseline.rates.sex_ratio_at_birth[0])),
            [(move.origin, move.destination, move.ages, move.persons[0, j]) for move in steering.moves],
        )
        assert_allclose(after[j], slow.end, rtol=1e-9, atol=1e-9)
        for kind, events in (
            (kernel.CELL_BIRTHS, slow.births),
            (kernel.CELL_DEATHS, slow.deaths),
            (kernel.CELL_ARRIVALS, slow.arrivals),
            (kernel.CELL_DEPARTURES, slow.departures),
            (kernel.CELL_IMMIGRANTS, slow.immigrants),
            (kernel.CELL_EMIGRANTS, slow.emigrants),
        ):
            assert_allclose(cells[j, kind] - usual_cells[j, kind], events, rtol=1e-8, atol=1e-8)
        assert_allclose(
            totals[j, :-1, kernel.ARRIVALS] - usual[j, :-1, kernel.ARRIVALS], slow.arrivals.sum(axis=(1, 2)), atol=1e-8
        )


@settings(max_examples=10, deadline=None)
@given(countries)
def test_factors_of_one_and_moves_of_nobody_change_no_byte(baseline: Baseline):
    steering = steering_of(np.random.default_rng(1), baseline)
    idle = Steering(
        np.ones_like(steering.local_fertility),
        tuple(replace(move, persons=0.0 * move.persons) for move in steering.moves),
    )
    for before, after in zip(one_year(baseline, None), one_year(baseline, idle), strict=True):
        assert before.tobytes() == after.tobytes()
