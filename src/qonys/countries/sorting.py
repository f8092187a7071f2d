"""Names in the order their readers expect, and found however they are typed.

By code points the letters Ә Ғ Қ Ң Ө Ұ Ү І stand behind Я; a reader looks for them beside А, Г, К, Н, О, У and Ы. One
sort key serves every database, so that a list does not change its order with the server.
"""

from __future__ import annotations

import unicodedata

# The Kazakh Cyrillic alphabet of 42 letters holds the Russian one in its own order.
ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
LATIN = "aáäbcçdeéfgǵğhıiïjklmnñńoóöpqrsştuúüvwxyýz"
_PLACE = {letter: place for place, letter in enumerate(ALPHABET)}
_LATIN_PLACE = {letter: place for place, letter in enumerate(LATIN)}
_FIRST_CYRILLIC, _FIRST_LATIN = 0x4000, 0x3000  # Latin names before Cyrillic ones, as registers print them
_LOOKALIKES = str.maketrans({"ё": "е", "һ": "х"})
_KAZAKH_AS_RUSSIAN = str.maketrans("әғқңөұүі", "агкноууи")
_MARKED_AS_PLAIN = {code: unicodedata.normalize("NFD", chr(code))[0] for code in range(0xC0, 0x250)} | {0x131: "i"}


def sort_key(name: str) -> str:
    """A text that sorts by code points as `name` sorts in a Kazakh list; other signs keep their own order."""
    folded = unicodedata.normalize("NFC", name).casefold().strip()
    return "".join(_sign(letter) for letter in folded)


def search_key(name: str) -> str:
    """What is compared when somebody searches: case, accents of typing, hyphens and look-alike letters do not count."""
    folded = unicodedata.normalize("NFC", name).casefold().translate(_LOOKALIKES)
    return " ".join("".join(letter if letter.isalnum() else " " for letter in folded).split())


def typed_key(name: str) -> str:
    """The search key as somebody types it whose keyboard lacks the Kazakh letters: Өмірбек is found as Омирбек."""
    return search_key(name).translate(_KAZAKH_AS_RUSSIAN).translate(_MARKED_AS_PLAIN)


def _sign(letter: str) -> str:
    if letter in _PLACE:
        return chr(_FIRST_CYRILLIC + _PLACE[letter])
    if letter in _LATIN_PLACE:
        return chr(_FIRST_LATIN + _LATIN_PLACE[letter])
    return letter if ord(letter) < _FIRST_LATIN else chr(_FIRST_CYRILLIC + len(ALPHABET))
