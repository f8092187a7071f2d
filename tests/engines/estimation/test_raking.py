"""Raking: margins hold, zeros stay, the first guess keeps its odds ratios, impossible margins are refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose

from qonys.engines.estimation.raking import Margin, rake
from qonys.engines.vocabulary.errors import OutOfRange, SumsDisagree

CELL = st.floats(0.05, 20.0)
ALIKE = st.floats(0.25, 10.0)  # three overlapping margins settle the more slowly the more cells differ
SHAPES_2D = st.tuples(st.integers(2, 6), st.integers(2, 6))
SHAPES_3D = st.tuples(st.integers(2, 4), st.integers(2, 4), st.integers(2, 4))


def pairs_of_tables(
    shapes: st.SearchStrategy[tuple[int, ...]], cells: st.SearchStrategy[float] = CELL
) -> st.SearchStrategy[tuple[np.ndarray, np.ndarray]]:
    """A first guess and a true table of one shape."""
    return shapes.flatmap(lambda shape: st.tuples(*(arrays(float, shape, elements=cells) for _ in range(2))))


def margins_of(table: np.ndarray, *axes: tuple[int, ...]) -> list[Margin]:
    sums = [table.sum(axis=tuple(set(range(table.ndim)) - set(kept))) for kept in axes]
    return [Margin.over(str(kept), table.shape, kept, total) for kept, total in zip(axes, sums, strict=True)]


@given(pairs_of_tables(SHAPES_2D))
def test_the_raked_table_has_the_wanted_margins(tables):
    guess, truth = tables
    raked = rake(guess, margins_of(truth, (0,), (1,)))
    assert_allclose(raked.sum(axis=0), truth.sum(axis=0), rtol=1e-9)
    assert_allclose(raked.sum(axis=1), truth.sum(axis=1), rtol=1e-9)
    assert (raked >= 0).all()


@given(pairs_of_tables(SHAPES_3D, ALIKE))
def test_three_overlapping_margins_hold_together(tables):
    guess, truth = tables
    raked = rake(guess, margins_of(truth, (0, 1), (1, 2), (0, 2)))
    for lost in range(3):
        assert_allclose(raked.sum(axis=lost), truth.sum(axis=lost), rtol=1e-8)


@given(pairs_of_tables(SHAPES_2D))
def test_odds_ratios_of_the_first_guess_are_kept(tables):
    guess, truth = tables
    raked = rake(guess, margins_of(truth, (0,), (1,)))

    def odds(table):
        return np.log(table[:-1, :-1] * table[1:, 1:] / (table[:-1, 1:] * table[1:, :-1]))

    assert_allclose(odds(raked), odds(guess), atol=1e-9)


@given(pairs_of_tables(st.just((4, 5))), st.integers(0, 3), st.integers(0, 4))
def test_a_cell_that_is_zero_stays_zero(tables, row, column):
    guess, truth = tables
    guess[row, column] = truth[row, column] = 0.0
    raked = rake(guess, margins_of(truth, (0,), (1,)))
    assert raked[row, column] == 0.0
    assert_allclose(raked.sum(axis=1), truth.sum(axis=1), rtol=1e-9)


@given(pairs_of_tables(SHAPES_2D))
def test_a_table_that_already_fits_is_left_alone(tables):
    _, truth = tables
    assert_allclose(rake(truth, margins_of(truth, (0,), (1,))), truth, rtol=1e-12)


def test_a_margin_may_group_an_axis():
    groups = np.array([0, 0, 1, 1, 1])
    target = np.array([[10.0, 5.0], [20.0, 65.0]])
    raked = rake(np.ones((2, 5)), [Margin.over("groups", (2, 5), (0, 1), target, {1: groups})])
    assert_allclose(raked[:, :2].sum(axis=1), [10.0, 20.0])
    assert_allclose(raked[:, 2:].sum(axis=1), [5.0, 65.0])


def test_margins_with_different_totals_are_refused():
    margins = [
        Margin.over("men and women", (2, 2), (0,), [1.0, 2.0]),
        Margin.over("ages", (2, 2), (1,), [1.0, 3.0]),
    ]
    with pytest.raises(SumsDisagree, match=r"'men and women', 'ages' have different grand totals"):
        rake(np.ones((2, 2)), margins)


def test_margins_that_contradict_each_other_are_refused():
    # The first cell must hold 5 by rows and columns, and yet 1 by itself.
    diagonal = np.diag([5.0, 5.0])
    alone = Margin("corner", np.array([0, 1, 1, 1]), np.array([1.0, 9.0]))
    with pytest.raises(SumsDisagree, match="contradict each other"):
        rake(diagonal, [*margins_of(diagonal, (0,), (1,)), alone])


def test_people_wanted_where_the_first_guess_has_none_are_refused():
    with pytest.raises(SumsDisagree, match="all their cells are zero"):
        rake(np.array([[0.0, 0.0], [1.0, 1.0]]), [Margin.over("rows", (2, 2), (0,), [1.0, 1.0])])


@pytest.mark.parametrize("bad", [-1.0, np.nan])
def test_a_cell_that_is_negative_or_not_a_number_is_refused(bad):
    with pytest.raises(OutOfRange):
        rake(np.array([[bad, 1.0]]), [Margin.over("all", (1, 2), (0,), [1.0])])
    with pytest.raises(OutOfRange):
        rake(np.ones((1, 2)), [Margin.over("all", (1, 2), (0,), [bad])])
