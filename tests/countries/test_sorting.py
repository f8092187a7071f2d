"""Keys of names: the tables that make them quick say the same as the obvious way, letter by letter."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from qonys.countries.sorting import ALPHABET, LATIN, search_key, sort_key, typed_key

NAMES = st.one_of(st.text(), st.text(alphabet="әғқңөұүіһё ӘҒҚҢӨҰҮІҺЁ-_'’ßİıÉšyZ"))


@given(NAMES)
def test_a_sort_key_says_of_every_letter_its_place(name: str):
    folded = unicodedata.normalize("NFC", name).casefold().strip()
    assert sort_key(name) == "".join(sign(letter) for letter in folded)


def sign(letter: str) -> str:
    if letter in ALPHABET:
        return chr(0x4000 + ALPHABET.index(letter))
    if letter in LATIN:
        return chr(0x3000 + LATIN.index(letter))
    return letter if ord(letter) < 0x3000 else chr(0x4000 + len(ALPHABET))


@given(NAMES)
def test_a_search_key_is_words_of_letters_and_digits(name: str):
    folded = unicodedata.normalize("NFC", name).casefold().replace("ё", "е").replace("һ", "х")
    assert search_key(name) == " ".join("".join(each if each.isalnum() else " " for each in folded).split())


@given(NAMES)
def test_a_typed_key_is_the_search_key_without_kazakh_letters_and_marks(name: str):
    assert typed_key(typed_key(name)) == typed_key(name)
    assert len(typed_key(name).split()) == len(search_key(name).split())
    assert not set(typed_key(name)) & set("әғқңһөұүіёáéöşıñğ")


def test_a_keyboard_without_kazakh_letters_is_enough():
    assert typed_key("Өмірбек Ұлықбекұлы Һәкім") == "омирбек улыкбекулы хаким"
    assert typed_key("Ömırbek Ğalym Şoqan") == "omirbek galym soqan"
