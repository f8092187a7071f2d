"""Names put together by lot: gendered surnames, patronymics, and how a passport spells them in Latin letters."""

from __future__ import annotations

import random
from dataclasses import dataclass

from qonys.countries.demonstration import People

_LATIN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүіһ",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "yo",
            "zh",
            "z",
            "i",
            "y",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "kh",
            "ts",
            "ch",
            "sh",
            "shch",
            "_",
            "y",
            "_",
            "e",
            "yu",
            "ya",
            "a",
            "g",
            "q",
            "n",
            "o",
            "u",
            "u",
            "i",
            "h",
        ],
        strict=True,
    )
) | {"ъ": "", "ь": ""}
_UZBEK = _LATIN | {"ў": "o'", "ғ": "g'", "қ": "q", "ҳ": "h", "х": "x", "ж": "j"}
MALE = "male"


@dataclass(frozen=True)
class Named:
    """A name as the papers have it."""

    surname: str
    given: str
    patronymic: str
    latin_surname: str
    latin_given: str


@dataclass(frozen=True)
class Line:
    """What runs from father to child: the surname as men bear it."""

    people: People
    surname: str


def new_line(people: People, drawn: random.Random) -> Line:
    return Line(people, drawn.choice(people.surnames or people.men))


def named(line: Line, sex: str, father: str, drawn: random.Random, given: str = "") -> Named:
    """Somebody of that line, whose father bore that given name."""
    people = line.people
    own = given or drawn.choice(people.men if sex == MALE else people.women)
    stem = people.fathers.get(father, father)
    pattern = people.patronymic.man if sex == MALE else people.patronymic.woman
    surname = line.surname if sex == MALE else feminine(line.surname, people)
    if not people.surnames:
        surname = father
    return Named(surname, own, pattern.format(father=stem), spelt(surname, people), spelt(own, people))


def feminine(surname: str, people: People) -> str:
    for man, woman in people.feminine.items():
        if surname.endswith(man):
            return surname.removesuffix(man) + woman
    return surname


def spelt(name: str, people: People) -> str:
    """In Latin letters, as the state that gave the passport spells."""
    if name in people.syllables:
        return people.syllables[name]
    letters = _UZBEK if people.spelling == "uzbek" else _LATIN
    return "".join(letters.get(letter, letter) for letter in name.casefold()).capitalize()
