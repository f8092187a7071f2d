"""What each level of likeness is worth: learned once, kept as a value, used on millions of pairs or on one."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qonys.engines.linkage.fields import COUNTED, ENDING, FIELDS, LEVELS, MISSING, SAME, Field
from qonys.engines.linkage.people import People, Texts

Floats = NDArray[np.float64]
CLASSES = ("match", "relative", "stranger")


@dataclass(frozen=True, eq=False)
class Model:
    """Chances of each level among pairs of one person, of relatives and of strangers, (class, field, level); and how
    many pairs of each kind there are among all that could be made."""

    chances: Floats  # (3, fields, MOST_LEVELS)
    priors: Floats  # (3,)

    def as_dict(self) -> dict[str, Any]:
        """For a file or a database; `from_dict` reads it back to the same bytes."""
        levels = {
            field.name.lower(): {
                name: [float(self.chances[kind, field, place]) for kind in range(len(CLASSES))]
                for place, name in enumerate(LEVELS[field])
            }
            for field in FIELDS
        }
        return {"classes": list(CLASSES), "priors": self.priors.tolist(), "levels": levels}

    @property
    def hash(self) -> str:
        text = json.dumps(self.as_dict(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def from_dict(kept: Mapping[str, Any]) -> Model:
    chances = np.ones((len(CLASSES), len(FIELDS), max(map(len, LEVELS.values()))))
    for field in FIELDS:
        for place, name in enumerate(LEVELS[field]):
            chances[:, field, place] = kept["levels"][field.name.lower()][name]
    return Model(chances, np.asarray(kept["priors"], float))


SURNAME_AND_GIVEN, GIVEN_AND_FATHER = len(FIELDS), len(FIELDS) + 1  # columns of `rarity` behind those of the fields


def rarity(people: People) -> NDArray[np.float32]:
    """The natural logarithm of how common each record's values are, (records, fields and two pairs of names).

    Names go together: among strangers called Мария many are Иванова, none is Жұмабаева. The last two columns correct
    the chance of agreeing on both names of a pair; where they are not counted, and for missing values, 0.
    """
    found = np.zeros((len(people), len(FIELDS) + 2), np.float32)
    for field, column in counted_texts(people).items():
        if column.values:
            share = np.append(np.log(np.maximum(column.share, 1e-9)), 0.0).astype(np.float32)
            found[:, field] = share[column.codes]
    year, given = people.year.astype(np.int64), people.given.codes
    found[:, SURNAME_AND_GIVEN] = _together(_codes(people.surname_stem), given, year)
    found[:, GIVEN_AND_FATHER] = _together(given, people.patronymic.codes, year)
    return found


def counted_texts(people: People) -> dict[Field, Texts]:
    """The columns of which a rare value says more than a common one."""
    return {
        Field.SURNAME: people.surname, Field.GIVEN: people.given, Field.PATRONYMIC: people.patronymic,
        Field.PLACE: people.place, Field.ADDRESS: people.address,
    }  # fmt: skip


def _codes(keys: NDArray[np.int64]) -> NDArray[np.int32]:
    known = keys >= 0
    out = np.full(len(keys), -1, np.int32)
    out[known] = np.unique(keys[known], return_inverse=True)[1]
    return out


def _together(one: NDArray[np.int32], two: NDArray[np.int32], year: NDArray[np.int64]) -> NDArray[np.float32]:
    """By how much agreeing on both by chance is likelier than the product says, as a logarithm, never below 0.

    Counted on those born in other years, who are other persons: a record's own doubles must not make its name common.
    """
    known = (one >= 0) & (two >= 0) & (year > 0)
    out = np.zeros(len(one), np.float32)
    size = int(known.sum())
    if size < _FEWEST:
        return out
    a, b = one[known].astype(np.int64), two[known].astype(np.int64)
    pair = a * (int(b.max()) + 1) + b
    _, places, counts = np.unique(pair, return_inverse=True, return_counts=True)
    _, in_year, of_year = np.unique(places * 4096 + year[known] % 4096, return_inverse=True, return_counts=True)
    others = counts[places] - of_year[in_year]
    by_chance = np.bincount(a)[a] * (np.bincount(b)[b] / size)
    typical = max(float(others.sum()) / max(float(by_chance.sum()), 1e-9), 1.0)
    likelier = (others + _PRIOR_OTHERS * typical) / (by_chance + _PRIOR_OTHERS)
    out[known] = np.log(np.maximum(likelier, 1.0))
    return out


_FEWEST = 1_000  # records below which nothing is learned of names that go together
_PRIOR_OTHERS = 0.3  # namesakes by chance that the average counts as


@dataclass(frozen=True)
class Part:
    """One field's share of the evidence, in bits: above nought it speaks for one person, below against."""

    field: str
    level: str
    bits: float


@dataclass(frozen=True)
class Waterfall:
    """Why a pair has its probability: the bits of `start` and of the parts, and what relatives take off, add up."""

    start: float
    parts: tuple[Part, ...]
    relatives: float
    probability: float

    @property
    def bits(self) -> float:
        return self.start + sum(part.bits for part in self.parts) + self.relatives


def names_together(levels: NDArray[np.uint8], rare: NDArray[np.float32]) -> float:
    """What agreeing on two names that go together takes off the evidence, as a natural logarithm."""
    if levels[Field.GIVEN] != SAME:
        return 0.0
    if levels[Field.SURNAME] <= ENDING:
        return float(rare[SURNAME_AND_GIVEN])
    return float(rare[GIVEN_AND_FATHER]) if levels[Field.PATRONYMIC] == SAME else 0.0


def waterfall(model: Model, levels: NDArray[np.uint8], rare: NDArray[np.float32]) -> Waterfall:
    """The evidence of one pair, field by field. `rare` is the left record's row of `rarity`."""
    match, relative, stranger = np.log(model.chances)
    start = math.log2(model.priors[0] / model.priors[2])
    parts, kin = [], math.log2(model.priors[1] / model.priors[2])
    for field in FIELDS:
        level = int(levels[field])
        if level == MISSING:
            parts.append(Part(field.name.lower(), "missing", 0.0))
            continue
        if field == Field.SEX and level == SAME and levels[Field.GIVEN] == SAME:
            parts.append(Part("sex", "told_by_name", 0.0))
            continue
        chance = float(rare[field]) if level == SAME and field in COUNTED else stranger[field, level]
        parts.append(Part(field.name.lower(), LEVELS[field][level], float(match[field, level] - chance) / math.log(2)))
        kin += float(relative[field, level] - chance) / math.log(2)
    together = names_together(levels, rare) / math.log(2)
    if together:
        parts.append(Part("names", "together", -together))
        kin -= together
    alone = start + sum(part.bits for part in parts)
    against = math.log2(1.0 + 2.0**kin)
    return Waterfall(start, tuple(parts), -against, 1.0 / (1.0 + 2.0 ** (against - alone)))
