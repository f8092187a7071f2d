"""The model migration schedule has the shape Rogers and Castro (1981) describe."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from qonys.engines.estimation.rogers_castro import STANDARD, STUDENTS, ModelSchedule, Peak, mover_profile

AGES = np.arange(101.0)


def test_young_adults_move_most_children_follow_and_teenagers_least_of_the_young():
    rate = STANDARD.at(AGES)
    peak, trough = int(rate.argmax()), int(rate[:20].argmin())
    assert 20 <= peak <= 26
    assert 12 <= trough <= 17
    assert rate[0] > 1.5 * rate[trough]


def test_the_labour_peak_by_hand():
    # a2 exp(-alpha2 (x - mu2) - exp(-lambda2 (x - mu2))) at x = mu2 is a2 / e.
    assert_allclose(STANDARD.labour.at(np.array([20.0])), 0.06 / np.e)


@given(st.floats(0.0, 0.1), st.floats(0.0, 0.1), st.floats(0.0, 0.01))
def test_no_age_moves_less_than_the_floor(childhood, height, floor):
    rate = ModelSchedule(childhood=childhood, labour=Peak(height, 20.0, 0.1, 0.4), floor=floor).at(AGES)
    assert (rate >= floor).all()


def test_retirement_lifts_only_the_ages_around_it():
    plain, retiring = STANDARD.at(AGES), ModelSchedule(retirement=Peak(0.01, 63.0, 0.4, 0.4)).at(AGES)
    assert retiring[63] > 1.2 * plain[63]
    assert_allclose(retiring[:40], plain[:40], rtol=1e-6)


def test_students_raise_seventeen_to_twenty_and_hardly_anybody_else():
    lift = mover_profile(100)[0] / mover_profile(100, students=False)[0]
    assert lift[17:21].min() > 1.1
    assert lift[30:].max() < 1.01
    assert STUDENTS.at(np.array([10.0]))[0] < 1e-9


def test_women_move_earlier_than_men():
    men, women = mover_profile(100, students=False)
    assert women[15:40].argmax() < men[15:40].argmax()
