"""Every trap of real files is named, and either repaired in the open or refused with a letter."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from qonys.engines.flows.faults import Kind
from qonys.engines.flows.history import History
from qonys.engines.flows.tidying import Records, joined, tidy
from qonys.engines.vocabulary.errors import BadInput, DuplicateCell, MissingCell
from tests.engines.flows.invented import chosen, history, records

SOUND = history(1, regions=4, length=10, size=5_000.0)
ROWS = records(SOUND)


def kinds(given: Records) -> set[Kind]:
    return {fault.kind for fault in tidy(given).faults}


def row_of(given: Records, period: int, origin: int, destination: int) -> int:
    there = (given.period == period) & (given.origin == origin) & (given.destination == destination)
    return int(np.flatnonzero(there)[0])


def with_rows(given: Records, origin: int, destination: int, period: int, value: float) -> Records:
    added = Records(given.regions, given.per_year, *(np.array([x]) for x in (origin, destination, period)),
                    np.array([value]))  # fmt: skip
    return joined(given, added)


def test_a_sound_file_comes_through_unchanged_and_without_a_word():
    found = tidy(ROWS)
    np.testing.assert_array_equal(found.history.flows, SOUND.flows)
    assert found.faults == ()
    assert found.history.known.all()


def test_absent_rows_of_small_flows_are_zeros():
    small = history(1, regions=4, length=10, size=1.0)
    rows = records(small)
    found = tidy(chosen(rows, np.flatnonzero(rows.value > 0)))
    assert {fault.kind for fault in found.faults} <= {Kind.ZERO_ROWS, Kind.LATE_REGION, Kind.ENDED_REGION}
    np.testing.assert_array_equal(found.history.flows[found.history.known], small.flows[found.history.known])


def test_an_absent_row_among_large_counts_is_a_hole_not_a_zero():
    gone = row_of(ROWS, 2005, 0, 1)
    found = tidy(chosen(ROWS, np.delete(np.arange(ROWS.value.size), gone)))
    assert [fault.kind for fault in found.faults] == [Kind.HOLE]
    assert found.history.flows[4, 0] > 0
    assert not found.history.known[4, 0]


def test_a_pair_given_twice_keeps_the_flow_that_fits_its_other_years():
    true = SOUND.flows[4, 0]
    found = tidy(with_rows(ROWS, 0, 1, 2005, 40.0 * true))
    assert [fault.kind for fault in found.faults] == [Kind.DUPLICATE]
    assert found.history.flows[4, 0] == true
    assert (found.faults[0].period, found.faults[0].origin, found.faults[0].destination) == ("2005", "R00", "R01")


def test_a_file_given_twice_is_read_once_and_said_so():
    found = tidy(joined(ROWS, ROWS))
    np.testing.assert_array_equal(found.history.flows, SOUND.flows)
    assert {fault.kind for fault in found.faults} == {Kind.DUPLICATE}


def test_a_file_broken_down_by_something_else_is_refused():
    with pytest.raises(DuplicateCell, match="Add them up"):
        tidy(joined(ROWS, replace(ROWS, value=ROWS.value * 2 + 1)))


def test_a_missing_year_is_filled_between_its_neighbours_and_never_learnt_from():
    found = tidy(chosen(ROWS, np.flatnonzero(ROWS.period != 2005)))
    assert [fault.kind for fault in found.faults] == [Kind.MISSING_PERIOD]
    before, filled, after = found.history.flows[3:6]
    assert (np.minimum(before, after) <= filled + 1e-9).all() and (filled <= np.maximum(before, after) + 1e-9).all()
    assert not found.history.known[4].any()


def test_suppressed_flows_are_filled_and_marked():
    value = ROWS.value.copy()
    value[::11] = -1
    value[5] = np.nan
    found = tidy(replace(ROWS, value=value))
    assert [fault.kind for fault in found.faults] == [Kind.SUPPRESSED]
    assert (found.history.flows > 0).all()
    assert (~found.history.known).sum() == found.faults[0].rows


def test_a_late_territory_gets_a_past_that_nobody_learns_from():
    late = (ROWS.origin == 3) | (ROWS.destination == 3)
    found = tidy(chosen(ROWS, np.flatnonzero(~late | (ROWS.period >= 2007))))
    assert Kind.LATE_REGION in {fault.kind for fault in found.faults}
    assert found.history.since.tolist() == [0, 0, 0, 6]
    touched = (found.history.origin == 3) | (found.history.destination == 3)
    assert not found.history.known[:6, touched].any()
    assert found.history.known[:, ~touched].all()


def test_a_boundary_split_is_recognised_and_its_parent_named():
    """Territory 3 is carved out of territory 0 in 2007: what it has, 0 has lost."""
    table = SOUND.flows.copy()
    origin, destination = SOUND.origin, SOUND.destination
    for other in (1, 2):
        table[:6, (origin == 0) & (destination == other)] += table[:6, (origin == 3) & (destination == other)]
        table[:6, (destination == 0) & (origin == other)] += table[:6, (destination == 3) & (origin == other)]
    table[:6, (origin == 3) | (destination == 3)] = 0.0
    rows = records(History.complete(SOUND.regions, SOUND.first, table))
    found = tidy(chosen(rows, np.flatnonzero(rows.value > 0)))
    splits = [fault for fault in found.faults if fault.kind == Kind.BOUNDARY_SPLIT]
    assert [(fault.origin, fault.destination, fault.period) for fault in splits] == [("R03", "R00", "2007")]
    assert found.history.parent.tolist() == [-1, -1, -1, 0]
    # Parent and child together are what the parent was.
    for other in (1, 2):
        both = found.history.flows[2, ((origin == 0) | (origin == 3)) & (destination == other)].sum()
        assert both == pytest.approx(table[2, (origin == 0) & (destination == other)].sum())


def test_a_jump_of_the_level_is_flagged_in_its_year():
    value = np.where(ROWS.period == 2010, ROWS.value * 1.48, ROWS.value)
    faults = tidy(replace(ROWS, value=value)).faults
    assert [(fault.kind, fault.period) for fault in faults] == [(Kind.LEVEL_JUMP, "2010")]


def test_moves_within_a_territory_are_set_aside():
    found = tidy(with_rows(ROWS, 2, 2, 2005, 1e6))
    assert [fault.kind for fault in found.faults] == [Kind.WITHIN_REGION]
    np.testing.assert_array_equal(found.history.flows, SOUND.flows)


def test_a_short_record_is_said_to_be_short():
    assert kinds(chosen(ROWS, np.flatnonzero(ROWS.period >= 2007))) == {Kind.SHORT_HISTORY}


def test_a_file_without_moves_between_territories_is_refused():
    with pytest.raises(MissingCell, match="territory to another"):
        tidy(chosen(ROWS, np.flatnonzero(ROWS.origin == ROWS.destination)))
    with pytest.raises(MissingCell, match="larger than zero"):
        tidy(replace(ROWS, value=ROWS.value * 0))


def test_a_mistyped_year_is_refused():
    period = ROWS.period.copy()
    period[0] = 20010
    with pytest.raises(BadInput, match="mistyped year"):
        tidy(replace(ROWS, period=period))


def test_what_was_known_earlier_leaves_out_later_rows_and_territories():
    late = (ROWS.origin == 3) | (ROWS.destination == 3)
    given = chosen(ROWS, np.flatnonzero(~late | (ROWS.period >= 2007)))
    early = given.until(2006)
    assert early.regions == ("R00", "R01", "R02")
    assert early.period.max() == 2006
