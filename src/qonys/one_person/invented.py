"""Invented registers: persons, families and twins, kept by three offices that write names in their own way.

The first office writes Kazakh Cyrillic, the second as a Russian keyboard does, the third one of six Latin schemes. Each
makes its own mistakes. The truth is known, so precision and recall can be counted. Nobody here is a real person.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from qonys.one_person import vocabulary as words
from qonys.one_person.schemes import KAZAKH, OTHERS, RUSSIAN, as_chinese, as_russian

GROUPS = ("kazakh", "russian", "uzbek", "uighur", "from_china")
SHARES = (0.62, 0.18, 0.09, 0.04, 0.07)
WEIGHTS = ((7, 1, 3, 7, 9, 10, 5, 8, 4, 6, 2), (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2))


@dataclass(frozen=True)
class Noise:
    """How often each mistake is made in one record."""

    typo: float = 0.03  # in each name
    patronymic_lost: float = 0.25
    married: float = 0.06  # of women, between registers
    ending_lost: float = 0.04  # Жұмабаев written Жұмабай
    swapped_date: float = 0.015
    conventional_date: float = 0.03
    wrong_digit: float = 0.015
    place_lost: float = 0.15
    place_other: float = 0.05
    exchanged: float = 0.005  # surname in the place of the given name
    iin_missing: float = 1.0
    iin_digit: float = 0.01


@dataclass(frozen=True)
class _Persons:
    surname: list[str]
    given: list[str]
    father: list[str]
    group: np.ndarray
    sex: np.ndarray
    born: np.ndarray  # days since 1 January 1940
    place: np.ndarray
    iin: list[str]
    of_group: dict[int, np.ndarray]


def registers(persons: int, noise: Noise | None = None, *, seed: int = 2026, most: int = 3) -> pl.DataFrame:
    """Records of one to `most` registers for each person: id, person, register, group and the columns of a register."""
    rng = np.random.default_rng(seed)
    people = _persons(persons, rng)
    noise = noise or Noise()
    frames = [
        _register(people, office, noise, rng, rng.random(persons) < share)
        for office, share in zip(range(most), (1.0, 1.0, 1.0), strict=False)
    ]
    return (
        pl.concat(frames).with_columns(pl.int_range(pl.len()).alias("id").cast(pl.Utf8)).select("id", pl.exclude("id"))
    )


def _persons(count: int, rng: np.random.Generator) -> _Persons:
    group = rng.choice(len(GROUPS), count, p=SHARES)
    sex = rng.integers(0, 2, count)
    born = rng.integers(0, 83 * 365, count)
    place = _zipf(len(words.PLACES), count, rng)
    father_number = rng.integers(0, 1 << 30, count)
    surname_number = rng.integers(0, 1 << 30, count)
    _households(group, born, place, father_number, surname_number, rng)
    men = {0: words.KAZAKH_MEN, 1: words.RUSSIAN_MEN, 2: words.UZBEK_MEN, 3: words.UIGHUR_MEN, 4: words.KAZAKH_MEN}
    women = {0: words.KAZAKH_WOMEN, 1: words.RUSSIAN_WOMEN, 2: words.UZBEK_WOMEN, 3: words.UIGHUR_WOMEN,
             4: words.KAZAKH_WOMEN}  # fmt: skip
    given = _pick([men[g] if s == 0 else women[g] for g, s in zip(group, sex, strict=True)], rng.random(count))
    father = _pick([men[g] for g in group], father_number / (1 << 30))
    roots = [words.RUSSIAN_SURNAMES if g == 1 else men[g] for g in group]
    surname = _pick(roots, surname_number / (1 << 30))
    return _Persons(surname, given, father, group, sex, born, place, _numbers(born, sex, rng),
                    {each: np.flatnonzero(group == each) for each in range(len(GROUPS))})  # fmt: skip


def _households(group, born, place, father, surname, rng) -> None:  # type: ignore[no-untyped-def]
    """A third of all are brothers or sisters of somebody, one in eighty a twin; sons bear their father's surname."""
    count = len(group)
    siblings = np.flatnonzero(rng.random(count) < 0.33)
    siblings = siblings[siblings > 0]
    elder = siblings - 1
    for column in (group, place, father, surname):
        column[siblings] = column[elder]
    gap = rng.integers(300, 4000, len(siblings))
    born[siblings] = np.where(born[elder] + gap < 83 * 365, born[elder] + gap, born[elder] - gap)
    twins = siblings[rng.random(len(siblings)) < 0.04]
    born[twins] = born[twins - 1]


def _zipf(kinds: int, count: int, rng: np.random.Generator) -> np.ndarray:
    weights = 1.0 / np.arange(1, kinds + 1) ** 0.8
    return rng.choice(kinds, count, p=weights / weights.sum())


def _pick(lists: list[tuple[str, ...]], chance: np.ndarray) -> list[str]:
    """From each list by a law of rank: the first names are common, the last rare."""
    return [
        names[_shuffled(len(names), int(len(names) * part**1.7))] for names, part in zip(lists, chance, strict=True)
    ]


def _shuffled(size: int, rank: int) -> int:
    return (rank * 7919 + 13) % size if size % 7919 else rank


def _numbers(born: np.ndarray, sex: np.ndarray, rng: np.random.Generator) -> list[str]:
    days = np.datetime64("1940-01-01") + born
    serial = rng.permutation(len(born)) % 100_000
    century = np.where(days < np.datetime64("2000-01-01"), 3, 5) + sex
    texts = np.char.replace(days.astype("U10"), "-", "")
    found = []
    for date, key, number in zip(texts, century, serial, strict=True):
        digits = f"{str(date)[2:]}{key}{number % 10_000:04d}"
        found.append(digits + _check(digits))
    return found


def _check(digits: str) -> str:
    for weights in WEIGHTS[1], WEIGHTS[2]:
        rest = sum(int(a) * b for a, b in zip(digits, weights, strict=True)) % 11
        if rest < 10:
            return str(rest)
    return "0"


_VOWEL_END = "аеёиоуыэюяәөүұі"


def _surname(root: str, group: int, sex: int, office: int) -> str:
    """A root with the ending an office gives it."""
    if group == 1:
        return _russian_surname(root, sex)
    soft = root[-1] in _VOWEL_END or root[-1] in "йь"
    return root.rstrip("йь") + ("е" if soft else "о") + ("ва" if sex else "в")


def _russian_surname(root: str, sex: int) -> str:
    if not sex or root.endswith(("енко", "чук")):
        return root
    return root[:-2] + "ая" if root.endswith("ский") else root + "а"


def _patronymic(father: str, group: int, sex: int, office: int) -> str:
    if group == 1 or (group == 0 and office == 1):
        stem = father[:-1] if father[-1] in "йья" else father
        joint = "е" if father[-1] in "йь" else "о"
        return stem + joint + ("вна" if sex else "вич")
    if group == 2:
        return father + (" қизи" if sex else " ўғли")
    return father + ("қызы" if sex else "ұлы")


def _spellings(office: int, group: int, place: int) -> Callable[[str], str]:
    if office == 0:
        return str
    if office == 1:
        return as_russian
    if group == 1:
        return RUSSIAN[place % len(RUSSIAN)].spell
    if group == 2:
        return lambda name: OTHERS["uz"][place % 2].spell(name.replace("ы", "и").replace("ү", "у"))
    if group == 4:
        return lambda name: " ".join(as_chinese(part) for part in name.split())
    return lambda name: KAZAKH[place % len(KAZAKH)].spell(name.replace("җ", "ж"))


def _register(people: _Persons, office: int, noise: Noise, rng: np.random.Generator, kept: np.ndarray) -> pl.DataFrame:
    chosen = np.flatnonzero(kept)
    rng.shuffle(chosen)
    scheme = rng.integers(0, 6, len(people.born))
    known: dict[tuple[str, int, int], str] = {}

    def spelled(name: str, person: int, group: int | None = None) -> str:
        key = (name, int(people.group[person]) if group is None else group, int(scheme[person]))
        if key not in known:
            known[key] = _spellings(office, key[1], key[2])(name)
        return known[key]

    rows = [_row(people, int(person), office, noise, rng, spelled) for person in chosen]
    names = ("person", "register", "group", "surname", "given", "patronymic", "birth_date", "sex", "birth_place", "iin")
    return pl.DataFrame(rows, schema={name: pl.Int64 if name == "person" else pl.Utf8 for name in names}, orient="row"
                        ).with_columns(pl.lit("").alias("id"))  # fmt: skip


def _row(
    people: _Persons, person: int, office: int, noise: Noise, rng: np.random.Generator, spelled: Callable[..., str]
) -> tuple[object, ...]:
    luck = rng.random(14)
    group, sex = int(people.group[person]), int(people.sex[person])
    root = people.surname[person]
    if sex and luck[0] < noise.married / 2:
        root = people.surname[int(rng.choice(people.of_group[group]))]
    bare = group != 1 and luck[1] < noise.ending_lost
    surname = spelled(root if bare else _surname(root, group, sex, office), person)
    given = spelled(people.given[person], person)
    patronymic = "" if luck[2] < noise.patronymic_lost else spelled(
        _patronymic(people.father[person], group, sex, office), person
    )  # fmt: skip
    surname, given, patronymic = (
        _typo(name, rng) if chance < noise.typo else name
        for name, chance in zip((surname, given, patronymic), luck[3:6], strict=True)
    )
    if luck[6] < noise.exchanged:
        surname, given = given, surname
    place = (
        ""
        if luck[7] < noise.place_lost
        else spelled(_place(people, person, luck[8] < noise.place_other, rng), person, 0)
    )
    iin = "" if luck[9] < noise.iin_missing else people.iin[person]
    if iin and luck[10] < noise.iin_digit:
        iin = _wrong_digit(iin, rng)
    born = _date(people.born[person], noise, luck[11:], rng)
    return (person, "ABC"[office], GROUPS[group], surname, given, patronymic, born,
            "F" if sex else "M", place, iin)  # fmt: skip


def _place(people: _Persons, person: int, other: bool, rng: np.random.Generator) -> str:
    return words.PLACES[int(rng.integers(0, len(words.PLACES))) if other else int(people.place[person])]


def _date(days: int, noise: Noise, luck: np.ndarray, rng: np.random.Generator) -> str:
    year, month, day = str(np.datetime64("1940-01-01") + int(days)).split("-")
    if luck[0] < noise.conventional_date:
        return f"{year}-01-01"
    if luck[1] < noise.swapped_date and int(day) <= 12:
        return f"{year}-{day}-{month}"
    if luck[2] < noise.wrong_digit:
        changed = _wrong_digit(year[2:] + month + day, rng)
        if 1 <= int(changed[2:4]) <= 12 and 1 <= int(changed[4:]) <= 28:
            return f"{year[:2]}{changed[:2]}-{changed[2:4]}-{changed[4:]}"
    return f"{year}-{month}-{day}"


def _wrong_digit(digits: str, rng: np.random.Generator) -> str:
    place = int(rng.integers(0, len(digits)))
    return digits[:place] + str((int(digits[place]) + int(rng.integers(1, 10))) % 10) + digits[place + 1 :]


def _typo(name: str, rng: np.random.Generator) -> str:
    """A letter dropped, doubled, changed, or exchanged with its neighbour."""
    if len(name) < 3:
        return name
    place, kind = int(rng.integers(1, len(name))), int(rng.integers(0, 4))
    if kind == 0:
        return name[:place] + name[place + 1 :]
    if kind == 1:
        return name[:place] + name[place - 1] + name[place:]
    if kind == 2:
        return name[:place] + name[int(rng.integers(0, len(name)))].lower() + name[place + 1 :]
    return name[: place - 1] + name[place] + name[place - 1] + name[place + 1 :]
