"""Persons of the register as the linkage engine wants them, and what it found as values for rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from qonys.engines.linkage import model as models
from qonys.engines.linkage import online
from qonys.engines.linkage.linking import link
from qonys.engines.linkage.model import Waterfall, rarity, waterfall
from qonys.engines.linkage.names.pinyin import SIGN, decode
from qonys.engines.linkage.people import Told, prepare
from qonys.engines.linkage.quality import Stratum, sampled
from qonys.office.registers.linkage.languages import of_pair
from qonys.office.registers.linkage.selectors import Band, in_bands
from qonys.office.registers.persons.models import Person, Precision, Sex

THRESHOLD = 0.5  # from here on a pair is proposed as one person
LEAST = 0.1  # pairs below it are not shown to anybody
BANDS = (0.1, 0.5, 0.8, 0.95, 1.0)


@dataclass(frozen=True)
class Learnt:
    content: dict[str, Any]
    hash: str
    pairs: int
    bands: dict[str, int]
    found: tuple[tuple[int, int, float, dict[str, Any]], ...]  # places of two persons, probability, why


def told(persons: Sequence[Person]) -> Told:
    """Names in Cyrillic where there are any, else in Latin letters; dates no further than the papers tell."""
    return Told(
        len(persons),
        surname=[each.surname or each.latin_surname for each in persons],
        given=[each.given or each.latin_given for each in persons],
        patronymic=[each.patronymic for each in persons],
        year=[each.birth_date.year for each in persons],
        month=[0 if each.birth_precision == Precision.YEAR else each.birth_date.month for each in persons],
        day=[each.birth_date.day if each.birth_precision == Precision.DAY else 0 for each in persons],
        sex=[int(each.sex == Sex.FEMALE) for each in persons],
        iin=[int(each.iin) if each.iin else -1 for each in persons],
    )


def learn(persons: Sequence[Person]) -> Learnt:
    """A model of all persons, and the pairs it finds among them."""
    people = prepare(told(persons))
    pairs = link(people)
    commons = online.commons(people)
    content = {"model": pairs.model.as_dict(), "shares": commons.shares, "rarest": commons.rarest}
    shown, rare = pairs.likely(LEAST), rarity(people)
    counts, _ = np.histogram(shown.probability, BANDS)
    found = tuple(
        (int(a), int(b), float(chance), reasons(waterfall(pairs.model, shown.levels[at], rare[a])))
        for at, (a, b, chance) in enumerate(zip(shown.left, shown.right, shown.probability, strict=True))
    )
    bands = {band(low): int(count) for low, count in zip(BANDS[:-1], counts, strict=True)}
    return Learnt(content, pairs.model.hash, len(pairs.left), bands, found)


def compare(
    content: dict[str, Any], one: Person, others: Sequence[Person]
) -> list[tuple[Person, float, dict[str, Any]]]:
    """One person beside others by a kept model; those that may be the same, with why."""
    commons = online.Commons(content["shares"], content["rarest"])
    beside = online.beside(models.from_dict(content["model"]), commons, told([one]), told(others))
    seen = zip(others, beside, strict=True)
    return [(other, each.probability, reasons(each.why)) for other, each in seen if each.probability >= LEAST]


def keys(persons: Sequence[Person]) -> list[list[int]]:
    """The lookup keys of each person."""
    found = online.lookup_keys(prepare(told(persons)))
    return [sorted({value for value in row if value >= 0}) for row in found.tolist()]


def quality(bands: Sequence[Band]) -> dict[str, list[float]]:
    """Precision and recall with their intervals, from bands that officers sampled; {} where they decided too little."""
    if not bands:
        return {}
    strata = [(each.low, Stratum(each.pairs, each.decided, each.same)) for each in bands]
    found = sampled(
        [each for low, each in strata if low >= THRESHOLD], [each for low, each in strata if low < THRESHOLD]
    )
    shares = {"precision": found.precision, "recall": found.recall}
    return {name: [round(each.value, 4), round(each.low, 4), round(each.high, 4)] for name, each in shares.items()}


def by_language(pairs: Iterable[tuple[float, str, str, str]]) -> dict[str, dict[str, list[float]]]:
    """Quality by the letters both entries are written in; a group of few decisions is not told of."""
    found: dict[str, list[tuple[float, str]]] = {}
    for probability, state, one, two in pairs:
        found.setdefault(of_pair(one, two, _after_chinese), []).append((probability, state))
    told = {language: quality(in_bands(rows)) for language, rows in sorted(found.items())}
    return {language: shares for language, shares in told.items() if shares}


def _after_chinese(name: str) -> bool:
    """Whether some word of it is a Kazakh name as Chinese papers spell them."""
    return any(SIGN.search(word) and decode(word) != word for word in name.split())


def reasons(why: Waterfall) -> dict[str, Any]:
    parts = [[part.field, part.level, round(part.bits, 2)] for part in why.parts if part.level != "missing"]
    return {"start": round(why.start, 2), "parts": parts, "relatives": round(why.relatives, 2)}


def band(probability: float) -> str:
    """The band of a probability, by its lower end."""
    return str(max(low for low in BANDS[:-1] if low <= max(probability, BANDS[0])))
