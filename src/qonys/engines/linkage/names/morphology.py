"""Stems of surnames and fathers' names: what stays when an ending of sex, language or custom changes or is dropped.

Works on canonical forms (see canonical.py), in which ұлы is `uli`, қызы `kyzi`, ўғли `ogli` and -вич `viC`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_SHORTEST = 3  # letters of a stem: Ли and Ким have no ending
_OF_SURNAME = (
    "ovskaia|ovski|evskaia|evski|inskaia|inski|skaia|ski|aia|ova|eva|ina|ov|ev|iev|ieva|in"
    "|uli|uly|ulu|kyzi|kizi|gizi|kyz|kiz|ogli|ugli|zada|zade|zoda|tegi|pur|ian|enko|iuk"
)
_OF_FATHER = (
    "oviC|eviC|ieviC|ovna|evna|ievna|iCna|iniCna|iC|uli|uly|ulu|kyzi|kizi|gizi|kyz|kiz|ogli|ugli|ova|eva|ov|ev|zoda"
)
_SURNAME_ENDING = re.compile(rf"(?<=[a-zA-Z]{{{_SHORTEST}}})[ ]?(?:{_OF_SURNAME})$", re.MULTILINE)
_FATHER_ENDING = re.compile(rf"(?<=[a-zA-Z]{{{_SHORTEST}}})[ ]?(?:{_OF_FATHER})$", re.MULTILINE)
# Сергей - Сергеевич, Дмитрий - Дмитриевич, Илья - Ильич: the vowel before the ending belongs to it, or does not.
_LAST_VOWELS = re.compile(r"(?<=[a-zA-Z]{3})[aeiouy]+$", re.MULTILINE)


def surname_stems(canonical: Sequence[str]) -> list[str]:
    """Each surname without its ending: Жұмабаев, Жұмабаева, Жұмабайұлы and Жұмабай have one stem."""
    return _without(canonical, _SURNAME_ENDING)


def father_stems(canonical: Sequence[str]) -> list[str]:
    """The father's name inside a patronymic: Серікұлы, Серикович and Серік have one stem."""
    return _without(canonical, _FATHER_ENDING)


def _without(canonical: Sequence[str], ending: re.Pattern[str]) -> list[str]:
    if not canonical:
        return []
    text = ending.sub("", "\n".join(canonical))
    return _LAST_VOWELS.sub("", text).split("\n")


_CONSONANT = str.maketrans({"g": "k", "h": "k", "v": "b", "p": "b", "d": "t", "z": "s", "J": "s", "S": "s", "C": "s",
                            "c": "s", "f": "b", "q": "k"} | dict.fromkeys("aeiouy ", ""))  # fmt: skip


def skeletons(canonical: Sequence[str]) -> list[str]:
    """Consonants alone, those that ears and clerks confuse made one: a key to look in, never evidence."""
    return [bare or name for name, bare in zip(canonical, _bare(canonical), strict=True)]


def _bare(canonical: Sequence[str]) -> list[str]:
    return "\n".join(canonical).translate(_CONSONANT).split("\n") if canonical else []
