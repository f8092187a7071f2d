"""The only door: no exact small count leaves, subtracting tells nothing exact, the same people have one number."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date
from itertools import product
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qonys.office.registers.disclosure.ages import age_on, five_years, quarter_of, single
from qonys.office.registers.disclosure.periods import NotAWhole, first_of_month, whole_quarters, whole_years
from qonys.office.registers.disclosure.rounding import BASE, NotATable, Protected, Tally, record_key, rounded, share_of

KEYS = st.integers(0, (1 << 64) - 1)
PEOPLE = st.lists(
    st.tuples(st.sampled_from("ABC"), st.sampled_from(("male", "female")), st.integers(0, 9)), max_size=80
)


def tables(people: list[tuple[str, str, int]], base: int = BASE) -> tuple[Protected, Counter[tuple[str, str]]]:
    tally, truth = Tally("place", "sex"), Counter()
    for place, sex, number in people:
        tally.add((place, sex), record_key(place, sex, str(number), str(truth[place, sex])))
        truth[place, sex] += 1
    return tally.protected(base), truth


def truths(published: int, base: int = BASE) -> set[int]:
    """Every count that may stand behind a published one: the slow, obvious way."""
    ends = (0, (1 << 64) - 1)
    return {count for count in range(published + 2 * base) if published in {rounded(count, key, base) for key in ends}}


@given(st.integers(0, 10_000), KEYS, st.sampled_from((3, 5, 10)))
def test_a_cell_is_a_multiple_next_to_the_truth(count: int, key: int, base: int):
    found = rounded(count, key, base)
    assert found % base == 0 and abs(found - count) < base
    assert found == count if count % base == 0 else True


@given(st.integers(0, 200).map(lambda number: number * BASE))
def test_behind_every_published_count_stand_at_least_as_many_truths_as_the_base(published: int):
    assert len(truths(published)) >= BASE


@given(PEOPLE)
def test_whatever_is_asked_for_is_a_sum_of_rounded_cells(people: list[tuple[str, str, int]]):
    table, truth = tables(people)
    for wanted in ((), ("place",), ("sex",), ("place", "sex"), ("sex", "place")):
        assert all(count % BASE == 0 for count in table.over(*wanted).values())
    assert sum(table.over("sex").values()) == sum(table.over("place").values()) == table.total
    assert all(truth[cell] in truths(count) for cell, count in table)


@given(PEOPLE)
def test_subtracting_nested_tables_gives_back_a_rounded_cell_and_no_more(people: list[tuple[str, str, int]]):
    """The whole without all other cells: what an inquisitive reader would do."""
    table, truth = tables(people)
    by_place = table.over("place")
    for place, sex in product("ABC", ("male", "female")):
        other = "female" if sex == "male" else "male"
        derived = by_place.get((place,), 0) - table.cells.get((place, other), 0)
        assert derived == table.cells.get((place, sex), 0)
        assert len(truths(derived)) >= BASE and truth[place, sex] in truths(derived)


@given(PEOPLE, st.randoms())
def test_the_same_people_have_the_same_number_in_whatever_order_they_are_counted(
    people: list[tuple[str, str, int]], chance: random.Random
):
    records = [
        ((place, sex), record_key(place, sex, str(number), str(row))) for row, (place, sex, number) in enumerate(people)
    ]
    mixed = chance.sample(records, len(records))
    answers = []
    for order in (records, mixed, records):
        tally = Tally("place", "sex")
        for cell, key in order:
            tally.add(cell, key)
        answers.append(tally.protected(BASE))
    assert answers[0] == answers[1] == answers[2]


@given(PEOPLE)
def test_a_cell_is_the_same_in_a_table_that_is_asked_of_more_people(people: list[tuple[str, str, int]]):
    """Filtering tells nothing: the cells of A are the same whether or not B and C are counted beside."""
    alone, _ = tables([each for each in people if each[0] == "A"])
    beside, _ = tables(people)
    assert alone.cells == {cell: count for cell, count in beside if cell[0] == "A"}


@pytest.mark.parametrize("count", [1, 2, 3, 4, 7, 13])
def test_rounding_is_right_on_average(count: int):
    found = [rounded(count, record_key(str(number))) for number in range(20_000)]
    assert fmean(found) == pytest.approx(count, abs=0.1)


def test_a_single_person_is_rounded_up_as_often_as_the_rest_asks_for():
    up = Counter(rounded(1, record_key("person", str(number))) for number in range(20_000))
    assert set(up) == {0, BASE} and up[BASE] / 20_000 == pytest.approx(1 / BASE, abs=0.01)


@given(KEYS)
def test_a_key_is_a_share(key: int):
    assert 0 <= share_of(key) < 1


def test_totals_rounded_on_their_own_would_have_told():
    """Why totals are sums: four cells of 4 published as 0, their total of 16 as 20, leave one truth only."""
    possible = [
        cells
        for cells in product(range(BASE), repeat=4)
        if sum(cells) in truths(20) and all(c in truths(0) for c in cells)
    ]
    assert possible == [(4, 4, 4, 4)]


@given(PEOPLE)
def test_groups_are_sums_too(people: list[tuple[str, str, int]]):
    table, _ = tables(people)
    assert table.grouped("sex", lambda sex: "both").over("place") == table.over("place")
    with pytest.raises(NotATable):
        table.over("iin")


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_ages_are_completed_years_in_groups_that_hold_them(born: date, day: date):
    age = age_on(born, day)
    assert (born <= day) == (age >= 0)
    if age >= 0:
        group = five_years(single(age))
        first, last = (100, 999) if group == "100+" else map(int, group.split("-"))
        assert first <= age <= last


def test_quarters():
    assert [quarter_of(date(2026, month, 1)) for month in (1, 3, 4, 12)] == [
        "2026-Q1",
        "2026-Q1",
        "2026-Q2",
        "2026-Q4",
    ]


def test_only_whole_periods_are_counted():
    assert first_of_month(date(2026, 2, 1)) and whole_quarters(date(2026, 1, 1), date(2026, 7, 1))
    assert whole_years(date(2025, 1, 1), date(2026, 1, 1))
    for wrong in (
        lambda: first_of_month(date(2026, 2, 2)),
        lambda: whole_quarters(date(2026, 1, 1), date(2026, 6, 1)),
        lambda: whole_years(date(2025, 1, 1), date(2026, 4, 1)),
    ):
        with pytest.raises(NotAWhole):
            wrong()
