"""Records of one person are found, twins and namesakes are kept apart, probabilities mean what they say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qonys.engines.linkage import model as models
from qonys.engines.linkage.blocking import KEYS, blocks, candidates
from qonys.engines.linkage.fields import FIELDS, LEVELS, Field
from qonys.engines.linkage.likeness import edits, lay_out, levels
from qonys.engines.linkage.linking import link
from qonys.engines.linkage.model import rarity, waterfall
from qonys.engines.linkage.online import find, index
from qonys.engines.linkage.people import Told, prepare, spelled
from qonys.engines.linkage.persons import Change, clusters, name_persons
from qonys.engines.linkage.quality import Stratum, calibration_error, counted, pairs_of_persons, sampled, share
from qonys.one_person.invented import Noise, registers
from qonys.one_person.reading import columns_of


@pytest.fixture(scope="module")
def small():
    frame = registers(2_500, seed=11)
    people = prepare(columns_of(frame))
    return frame, people, link(people)


def test_pairs_are_found_and_probabilities_are_calibrated(small):
    frame, _, pairs = small
    person = frame["person"].to_numpy()
    true = person[pairs.left] == person[pairs.right]
    found = counted(true, pairs.probability >= 0.5, pairs_of_persons(person))
    assert found.f1 >= 0.97
    assert found.precision.low <= found.precision.value <= found.precision.high
    assert calibration_error(pairs.probability, true) <= 0.02


def test_a_number_settles_most_of_the_rest():
    frame = registers(2_000, Noise(iin_missing=0.3), seed=5)
    person = frame["person"].to_numpy()
    pairs = link(prepare(columns_of(frame)))
    true = person[pairs.left] == person[pairs.right]
    assert counted(true, pairs.probability >= 0.5, pairs_of_persons(person)).f1 >= 0.985


def test_twins_are_two_persons():
    base = registers(2_500, seed=11)
    told = columns_of(base)
    twins = Told(2, surname=["Ахметова", "Ахметова"], given=["Айгүл", "Айнұр"], patronymic=["Серікқызы", "Серікқызы"],
                 place=["Тараз", "Тараз"], year=[1990, 1990], month=[5, 5], day=[7, 7], sex=[1, 1])  # fmt: skip
    pairs = link(prepare(_with(told, twins)))
    last = told.size
    both = (pairs.left == last) & (pairs.right == last + 1)
    assert both.sum() == 1, "twins must be compared, or the test says nothing"
    assert pairs.probability[both][0] < 0.5


def test_every_candidate_pair_comes_once_and_shares_a_key(small):
    _, people, _ = small
    left, right, counts = candidates(people)
    assert len({*zip(left.tolist(), right.tolist(), strict=True)}) == len(left)
    assert (left < right).all()
    together = np.zeros(len(left), bool)
    for key in KEYS:
        values = blocks(people, key).values
        together |= (values[left] >= 0) & (values[left] == values[right])
    assert together.mean() > 0.3  # the others come from the wide keys
    assert sum(count.pairs for count in counts) >= len(left)


def test_two_sides_give_only_pairs_between_them(small):
    _, people, _ = small
    side = (np.arange(len(people)) % 2).astype(np.int8)
    left, right, _ = candidates(people, side)
    assert (side[left] != side[right]).all()


@given(st.text(alphabet="abcd", max_size=9), st.text(alphabet="abcd", max_size=9))
def test_edits_are_those_of_the_textbook(one, two):
    letters, lengths = spelled([one, two])
    wanted = _textbook(one, two)
    counted_edits = edits(letters[0], lengths[0], letters[1], lengths[1], 20)
    assert counted_edits == wanted
    assert (edits(letters[0], lengths[0], letters[1], lengths[1], 2) <= 2) == (wanted <= 2)


def _textbook(a: str, b: str) -> int:
    """Optimal string alignment by its definition."""
    table = {(i, 0): i for i in range(len(a) + 1)} | {(0, j): j for j in range(len(b) + 1)}
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            same = a[i - 1] == b[j - 1]
            table[i, j] = min(table[i - 1, j] + 1, table[i, j - 1] + 1, table[i - 1, j - 1] + (not same))
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                table[i, j] = min(table[i, j], table[i - 2, j - 2] + 1)
    return table[len(a), len(b)]


@pytest.mark.parametrize(
    ("one", "two", "level"),
    [
        ((1984, 5, 31), (1984, 5, 31), "same"),
        ((1984, 3, 4), (1984, 4, 3), "swapped"),
        ((1984, 1, 1), (1984, 4, 3), "conventional"),
        ((1984, 0, 0), (1984, 4, 3), "conventional"),
        ((1984, 1, 1), (1984, 1, 1), "conventional"),
        ((1984, 5, 31), (1985, 5, 31), "digit"),
        ((1984, 5, 31), (1948, 5, 31), "digit"),  # two digits exchanged
        ((1984, 5, 31), (1984, 11, 2), "partly"),
        ((1984, 5, 31), (1961, 12, 6), "other"),
    ],
)
def test_levels_of_birth_dates(one, two, level):
    dates = {name: [one[at], two[at]] for at, name in enumerate(("year", "month", "day"))}
    assert _levels(**dates)[Field.BIRTH] == level


@pytest.mark.parametrize(
    ("field", "one", "two", "level"),
    [
        ("surname", "Жұмабаев", "Jumabaev", "same"),
        ("surname", "Жұмабаева", "Жұмабай", "ending"),
        ("surname", "Жұмабаев", "Жумабаив", "near"),
        ("given", "Мұхтар", "Мұқтар", "near"),
        ("given", "Айгүл", "А", "part"),
        ("patronymic", "Серікұлы", "Серикович", "same"),
        ("document", "N 1234567", "n1234567", "same"),
        ("document", "N1234567", "N1234576", "digit"),
        ("phone", "+7 701 111 22 33", "87011112233", "same"),
    ],
)
def test_levels_of_texts(field, one, two, level):
    assert _levels(**{field: [one, two]})[Field[field.upper()]] == level


def test_names_in_the_wrong_columns_are_seen():
    met = _levels(surname=["Жұмабаев", "Мағжан"], given=["Мағжан", "Жұмабаев"])
    assert met[Field.SURNAME] == met[Field.GIVEN] == "exchanged"


def test_what_is_missing_says_nothing():
    assert _levels(surname=["Ахметов", "Ахметов"])[Field.BIRTH] == "missing"


def test_the_parts_of_a_waterfall_add_up_to_the_probability(small):
    _, people, pairs = small
    rare = rarity(people)
    for at in range(0, len(pairs.left), 97):
        why = waterfall(pairs.model, pairs.levels[at], rare[pairs.left[at]])
        assert why.probability == pytest.approx(pairs.probability[at], abs=1e-6)
        told = why.start + sum(part.bits for part in why.parts) + why.relatives
        assert 1 / (1 + 2.0**-told) == pytest.approx(why.probability, abs=1e-9)


def test_a_kept_model_gives_the_same_bytes(small):
    _, people, pairs = small
    again = models.from_dict(pairs.model.as_dict())
    assert again.hash == pairs.model.hash
    assert (link(people, model=again).probability == pairs.probability).all()


def test_the_same_seed_gives_the_same_model(small):
    _, people, pairs = small
    assert link(people).model.hash == pairs.model.hash


def test_one_record_finds_what_the_batch_found(small):
    frame, people, pairs = small
    there = index(people, pairs.model)
    likely = pairs.likely(0.5)
    partners: dict[int, set[int]] = {}
    for a, b in zip(likely.left.tolist(), likely.right.tolist(), strict=True):
        partners.setdefault(a, set()).add(b)
        partners.setdefault(b, set()).add(a)
    agreed = asked = 0
    for record in range(0, len(frame), 131):
        found = {each.record for each in find(there, columns_of(frame[record]), 0.5)}
        assert record in found
        agreed += len(found & partners.get(record, set()))
        asked += len(partners.get(record, set()))
    assert agreed >= 0.97 * asked


def test_persons_keep_their_ids_and_changes_are_told():
    ids = ["a", "b", "c", "d"]
    first = name_persons(ids, np.array([0, 0, 2, 3]))
    assert first.of == {"a": 1, "b": 1, "c": 2, "d": 3}
    again = name_persons(ids, np.array([0, 0, 2, 3]), first.of)
    assert again.of == first.of and not again.events
    merged = name_persons(ids, np.array([0, 0, 2, 2]), first.of)
    assert merged.of["d"] == 2 and merged.events[0].change == Change.MERGED and merged.events[0].others == (3,)
    parted = name_persons(ids, np.array([0, 1, 2, 3]), first.of)
    assert parted.of["a"] == 1 and parted.of["b"] == 4
    assert [event.change for event in parted.events] == [Change.SPLIT]


@given(st.lists(st.integers(0, 4), min_size=1, max_size=9), st.lists(st.integers(0, 4), min_size=1, max_size=9))
def test_ids_last_over_any_regrouping(before, after):
    size = min(len(before), len(after))
    ids = [str(place) for place in range(size)]
    first = name_persons(ids, np.array(before[:size]))
    second = name_persons(ids, np.array(after[:size]), first.of, first.next_id)
    for one in range(size):
        for two in range(size):
            assert (second.of[ids[one]] == second.of[ids[two]]) == (after[one] == after[two])
    back = name_persons(ids, np.array(before[:size]), second.of, second.next_id)
    assert len(set(back.of.values())) == len(set(first.of.values()))


def test_a_weak_link_does_not_join_what_strong_ones_keep_apart():
    left, right = np.array([0, 1, 0, 0]), np.array([1, 2, 2, 3])
    chance = np.array([0.99, 0.55, 0.01, 0.9])
    groups = clusters(4, left, right, chance)
    assert groups[0] == groups[1] == groups[3] != groups[2]


def test_quality_from_clerical_samples_weighs_the_strata():
    found = sampled([Stratum(900, 50, 50), Stratum(100, 50, 25)], [Stratum(1_000, 100, 5)])
    assert found.precision.value == pytest.approx(0.95)
    assert found.recall.value == pytest.approx(950 / 1_000)
    assert found.recall.low < found.recall.value < found.recall.high


def test_wilson_of_the_textbook():
    known = share(8, 10)  # Wilson 1927: 0.490 to 0.943
    assert (round(known.low, 3), round(known.high, 3)) == (0.490, 0.943)


def _levels(**columns: list[object]) -> dict[Field, str]:
    people = prepare(Told(2, **columns))  # type: ignore[arg-type]
    met = levels(lay_out(people), np.array([0], np.int32), np.array([1], np.int32))[0]
    return {field: LEVELS[field][met[field]] if met[field] != 255 else "missing" for field in FIELDS}


def _with(one: Told, two: Told) -> Told:
    names = ("surname", "given", "patronymic", "place", "year", "month", "day", "sex")
    return Told(one.size + two.size, **{name: [*getattr(one, name), *getattr(two, name)] for name in names})
