"""Numbers of persons and organisations: refused only for what no number can be."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qonys.countries import pack
from qonys.countries.identifiers import Kind, read_identifiers, remarks
from qonys.countries.sorting import ALPHABET, search_key, sort_key
from qonys.engines.vocabulary.errors import BadInput, OutOfRange
from tests.shared_data import require_shared


@pytest.fixture(scope="module")
def kinds() -> dict[str, Kind]:
    return dict(read_identifiers(pack.load("kz").folder))


@pytest.mark.shared
def test_the_published_vectors(kinds: dict[str, Kind]) -> None:
    with (require_shared() / "domain" / "data" / "iin_test_vectors_synthetic.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 40
    for row in rows:
        if row["valid"] == "1":
            assert kinds["person"].checked(row["iin_synthetic"]) == row["iin_synthetic"], row["why"]
        else:
            with pytest.raises(OutOfRange):
                kinds["person"].checked(row["iin_synthetic"])


@given(st.text("0123456789", min_size=11, max_size=11))
def test_ten_digits_end_at_most_one_number_and_letters_do_not_repeat_it(eleven: str) -> None:
    person = read_identifiers(pack.load("kz").folder)["person"]
    good = []
    for last in "0123456789":
        try:
            good.append(person.checked(eleven + last))
        except OutOfRange as letter:
            assert eleven not in str(letter)
    assert len(good) <= 1


@pytest.mark.parametrize("text", ["65052865675", "6505286567533", "65052865675a", "٦50528656753", ""])
def test_what_is_no_number_is_refused(kinds: dict[str, Kind], text: str) -> None:
    with pytest.raises(OutOfRange, match="12 digits"):
        kinds["person"].checked(text)


def test_spaces_do_not_matter(kinds: dict[str, Kind]) -> None:
    assert kinds["person"].checked(" 650528 656753 ") == "650528656753"


def test_what_a_number_seems_to_say_is_remarked_on_never_demanded(kinds: dict[str, Kind]) -> None:
    number = kinds["person"].checked("650528656753")
    assert kinds["person"].seems(number) == (date(2065, 5, 28), "female")
    assert remarks(kinds["person"], number, date(2065, 5, 28), "female") == ()
    found = remarks(kinds["person"], number, date(2066, 5, 28), "male")
    assert [each.about for each in found] == ["birth_date", "sex"]
    assert remarks(kinds["person"], number, None, None) == ()


def test_a_persons_number_is_not_taken_for_an_organisations(kinds: dict[str, Kind]) -> None:
    with pytest.raises(OutOfRange, match="place 5"):
        kinds["organisation"].checked("650528656753")


def test_weights_that_do_not_cover_the_number_are_refused(tmp_path: Path) -> None:
    text = (
        (pack.load("kz").folder / "identifiers.yaml").read_text(encoding="utf-8").replace("9, 10, 11, 1, 2]", "9]", 1)
    )
    (tmp_path / "identifiers.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match="row of weights"):
        read_identifiers(tmp_path)


def test_names_stand_as_a_kazakh_list_has_them() -> None:
    names = [
        "Яхина",
        "Әбенова",
        "Абаев",
        "Құрманов",
        "Ким",
        "Ұлықпан",
        "Усенов",
        "Іскаков",
        "Ыдырысов",
        "Kim",
        "Өтеген",
    ]
    assert sorted(names, key=sort_key) == [
        "Kim", "Абаев", "Әбенова", "Ким", "Құрманов", "Өтеген", "Усенов", "Ұлықпан", "Ыдырысов", "Іскаков", "Яхина",
    ]  # fmt: skip
    assert sorted(ALPHABET.upper(), key=sort_key) == list(ALPHABET.upper())


def test_a_search_finds_names_however_they_are_typed() -> None:
    assert search_key("  ӘБЕНОВА-Ким ") == search_key("әбенова  ким")
    assert search_key("Семёнов") == search_key("СЕМЕНОВ")
