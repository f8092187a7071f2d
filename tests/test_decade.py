"""Ten simulated years: feedback helps, nobody is lost, nobody is invented."""

from __future__ import annotations

import numpy as np
import pytest

from qonys.decade import Comparison, Decade, Setting, compare, draw, live
from qonys.decade.history import State, accounts
from qonys.decade.learning import work_counted, years_counted
from qonys.decade.placing import NOWHERE, by_engine, by_plan
from qonys.decade.world import ADULTS, PERSONS, TYPES, YEARS, World
from qonys.engines.evaluation.outcomes import Logged, policy_value
from qonys.engines.projection.deterministic import YearRates, project
from qonys.engines.projection.streams import Streams

SMALL = Setting(families=120, places=8, explore=0.1)


@pytest.fixture(scope="module")
def world() -> World:
    return draw(SMALL, Streams(11), 0)


@pytest.fixture(scope="module")
def decade(world: World) -> Decade:
    return live(world, feedback=True, solve=by_plan)


@pytest.fixture(scope="module")
def compared() -> Comparison:
    return compare(Setting(families=240, places=12), replications=8, seed=3, solve=by_plan)


def test_with_feedback_more_work_after_a_year_and_more_stay_for_five(compared: Comparison) -> None:
    """Same families, same luck. The benchmark measures it over many more countries, with intervals."""
    employed, retained = compared.difference("employed"), compared.difference("estimated")
    assert employed.low > 0 and employed.better > 0.8
    assert retained.gain > 0
    assert employed.gain < employed.knowing - employed.without  # nobody learns more than there is to know


def test_before_anything_is_known_both_ways_place_alike(world: World, decade: Decade) -> None:
    other = live(world, feedback=False, solve=by_plan)
    early = (decade.placed < 2) & (decade.placed != NOWHERE)
    np.testing.assert_array_equal(decade.place[early], other.place[early])
    np.testing.assert_array_equal(decade.works[early], other.works[early])


def test_a_family_has_the_same_luck_in_the_same_place(world: World, decade: Decade) -> None:
    other = live(world, feedback=False, solve=by_plan)
    alike = (decade.place == other.place) & decade.settled
    assert 0.05 < alike.mean() < 0.95
    np.testing.assert_array_equal(decade.works[alike], other.works[alike])
    np.testing.assert_array_equal(decade.leaves[alike], other.leaves[alike])


def test_nobody_is_lost_and_nobody_invented(world: World, decade: Decade) -> None:
    there = np.zeros(SMALL.places)
    for account in accounts(decade):
        assert sum(account.families.values()) == len(world.type)
        assert account.families[State.NOT_YET] == (world.applies > account.year).sum()
        np.testing.assert_array_equal(account.there, there + account.came - account.left)
        there = account.there


def test_no_family_goes_back_in_its_course(decade: Decade) -> None:
    for before, after in zip(range(YEARS - 1), range(1, YEARS), strict=True):
        assert (decade.states(after) >= decade.states(before)).all()
    last = decade.states(YEARS - 1)
    assert not ((last >= State.SETTLED) & (decade.place == NOWHERE)).any()


def test_the_books_are_those_of_the_projection(decade: Decade) -> None:
    """Handed to the projection as migration, in a country where nobody is born and nobody dies, the families are its
    whole change, place by place and year by year."""
    books, shape = accounts(decade), (SMALL.places, 2, 101)
    start = np.full(shape, 100.0)
    spread = np.zeros((2, 101))
    spread[:, 20:60] = 1 / 80  # of an age, so that nobody leaves an empty cell
    rates = [
        YearRates(np.ones(shape), np.zeros((SMALL.places, 101)), 1.05, (each.came - each.left)[:, None, None] * spread)
        for each in books
    ]
    for account, year in zip(books, project(start, rates), strict=True):
        people = year.end.sum(axis=(1, 2))
        np.testing.assert_allclose(people, start.sum(axis=(1, 2)) + account.there)


def test_no_place_takes_more_than_is_ready(world: World, decade: Decade) -> None:
    for year in world.years:
        came = decade.placed == year
        used = np.zeros((SMALL.places, 3))
        np.add.at(used, decade.place[came], world.need[came])
        assert (used <= world.room[year]).all()


def test_nothing_is_learned_before_it_happened(world: World, decade: Decade) -> None:
    """Another future gives the same beliefs until it is past."""
    changed = Decade(**{**vars(decade), "works": decade.works.copy(), "leaves": decade.leaves.copy()})
    late = decade.placed >= 4
    changed.works[late], changed.leaves[late] = 0, 0
    for year in range(6):
        np.testing.assert_array_equal(work_counted(changed, year).happened, work_counted(decade, year).happened)
        np.testing.assert_array_equal(years_counted(changed, year).left, years_counted(decade, year).left)
    assert (work_counted(changed, 8).happened != work_counted(decade, 8).happened).any()


def test_the_lot_sends_each_family_anywhere_with_room_alike(world: World, decade: Decade) -> None:
    lot = decade.by_lot
    assert abs(lot.mean() - SMALL.explore) < 0.03
    assert (decade.propensity[lot] >= 1 / SMALL.places).all() and (decade.propensity[~lot] == 1).all()


def test_the_lot_tells_what_the_learned_placement_is_worth() -> None:
    """Adults in work, if every family went where the last gains say: estimated from the lot, and known by the truth."""
    setting = Setting(families=400, places=6, explore=0.4, room=4.0)
    world = draw(setting, Streams(5), 1)
    decade = live(world, feedback=True, solve=by_plan)
    lot = np.flatnonzero(decade.by_lot & (decade.placed < YEARS - 1))
    types, gains = world.type[lot], decade.gains[-1]
    policy = np.eye(setting.places)[gains.work.argmax(axis=1)][types]
    there = 1 - world.leave[..., 0, :]
    truth = _works_there(world.work, there)
    logged = Logged(decade.place[lot], decade.propensity[lot], decade.works[lot])
    found = policy_value(logged, policy, (ADULTS[:, None] * gains.work)[types])
    assert found.low < (policy * truth[types]).sum(axis=1).mean() < found.high


def _works_there(work: np.ndarray, stays: np.ndarray) -> np.ndarray:
    """Adults of two in work and there after a year: one works, or both do."""
    one, both = 2 * work * (1 - work), work**2
    return (one + 2 * both) * stays[..., 1]


def test_the_engine_places_nearly_as_well_as_an_exact_program(world: World) -> None:
    """Family by family with a short search, on the same year; neither exceeds the room."""
    year = np.flatnonzero(world.applies == 0)
    gain, need, room = world.work[world.type[year]], world.need[year], world.room[0]
    values = []
    for place_by in (by_plan, by_engine):
        place = place_by(gain, need, room)
        here = np.flatnonzero(place != NOWHERE)
        used = np.zeros_like(room)
        np.add.at(used, place[here], need[here])
        assert (used <= room).all()
        values.append((gain[here, place[here]] + 1).sum())
    exact, engine = values
    assert 0.93 * exact <= engine <= exact + 1e-6


def test_the_types_are_those_of_the_country() -> None:
    assert len(ADULTS) == len(PERSONS) == TYPES
