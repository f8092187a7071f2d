"""Names in the order their readers expect, and found however they are typed.

By code points the letters Ә Ғ Қ Ң Ө Ұ Ү І stand behind Я; a reader looks for them beside А, Г, К, Н, О, У and Ы. One
sort key serves every database, so that a list does not change its order with the server.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

# The Kazakh Cyrillic alphabet of 42 letters holds the Russian one in its own order.
ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
LATIN = "aáäbcçdeéfgǵğhıiïjklmnñńoóöpqrsştuúüvwxyýz"
_FIRST_CYRILLIC, _FIRST_LATIN = 0x4000, 0x3000  # Latin names before Cyrillic ones, as registers print them
_LOOKALIKES: dict[int, str] = str.maketrans({"ё": "е", "һ": "х"})
_KAZAKH_AS_RUSSIAN: dict[int, int] = str.maketrans("әғқңөұүі", "агкноууи")
_MARKED_AS_PLAIN = {code: unicodedata.normalize("NFD", chr(code))[0] for code in range(0xC0, 0x250)} | {0x131: "i"}
_AS_TYPED: dict[int, int | str] = {**_LOOKALIKES, **_KAZAKH_AS_RUSSIAN, **_MARKED_AS_PLAIN}
_NO_WORD = re.compile(r"[\W_]+")


class _Signs(dict[int, int]):
    """Code points by code points, as `str.translate` wants them: a million names are sorted in seconds."""

    def __missing__(self, sign: int) -> int:
        return sign if sign < _FIRST_LATIN else _FIRST_CYRILLIC + len(ALPHABET)


_SIGNS = _Signs(
    {ord(letter): _FIRST_LATIN + place for place, letter in enumerate(LATIN)}
    | {ord(letter): _FIRST_CYRILLIC + place for place, letter in enumerate(ALPHABET)}
)


def sort_key(name: str) -> str:
    """A text that sorts by code points as `name` sorts in a Kazakh list; other signs keep their own order."""
    return unicodedata.normalize("NFC", name).casefold().strip().translate(_SIGNS)


def search_key(name: str) -> str:
    """What is compared when somebody searches: case, accents of typing, hyphens and look-alike letters do not count."""
    return _words(name, _LOOKALIKES)


def typed_key(name: str) -> str:
    """The search key as somebody types it whose keyboard lacks the Kazakh letters: Өмірбек is found as Омирбек."""
    return _words(name, _AS_TYPED)


def _words(name: str, letters: Mapping[int, int | str]) -> str:
    folded = unicodedata.normalize("NFC", name).casefold().translate(letters)
    return _NO_WORD.sub(" ", folded).strip()
