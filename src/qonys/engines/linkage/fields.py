"""The fields two records are compared in, and the levels of likeness of each: the vocabulary of all evidence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

MISSING = 255  # the level of a field one of the two records lacks: it says nothing
MOST_LEVELS = 7


class Field(IntEnum):
    SURNAME = 0
    GIVEN = 1
    PATRONYMIC = 2
    BIRTH = 3
    SEX = 4
    PLACE = 5
    IIN = 6
    DOCUMENT = 7
    ADDRESS = 8
    PHONE = 9


FIELDS = tuple(Field)
NAMES = (Field.SURNAME, Field.GIVEN, Field.PATRONYMIC)
COUNTED = (*NAMES, Field.PLACE, Field.ADDRESS)  # a rare value says more than a common one
SAME, ENDING = 0, 1  # places in the levels below: full agreement; a surname that differs in its ending alone

# Level names are ids of messages: the office has them in three languages. The first is full agreement, the last none.
LEVELS: dict[Field, tuple[str, ...]] = {
    Field.SURNAME: ("same", "ending", "near", "exchanged", "sound", "woman", "other"),
    Field.GIVEN: ("same", "part", "near", "exchanged", "sound", "other"),
    Field.PATRONYMIC: ("same", "near", "sound", "other"),
    Field.BIRTH: ("same", "swapped", "conventional", "digit", "partly", "other"),
    Field.SEX: ("same", "other"),
    Field.PLACE: ("same", "near", "other"),
    Field.IIN: ("same", "digit", "other"),
    Field.DOCUMENT: ("same", "digit", "other"),
    Field.ADDRESS: ("same", "near", "other"),
    Field.PHONE: ("same", "digit", "other"),
}


@dataclass(frozen=True)
class Beliefs:
    """What is believed of a field before any data: how often each level is met in one person, and in a household."""

    match: tuple[float, ...]
    relative: tuple[float, ...]


PRIOR: dict[Field, Beliefs] = {
    Field.SURNAME: Beliefs((0.85, 0.05, 0.04, 0.005, 0.02, 0.02, 0.015), (0.49, 0.41, 0.03, 1e-4, 0.01, 0.02, 0.04)),
    Field.GIVEN: Beliefs((0.893, 0.02, 0.06, 0.005, 0.02, 0.002), (0.03, 0.01, 0.03, 1e-4, 0.01, 0.92)),
    Field.PATRONYMIC: Beliefs((0.88, 0.06, 0.03, 0.03), (0.60, 0.03, 0.02, 0.35)),
    Field.BIRTH: Beliefs((0.90, 0.02, 0.03, 0.03, 0.01, 0.01), (0.03, 0.002, 0.002, 0.006, 0.06, 0.90)),
    Field.SEX: Beliefs((0.995, 0.005), (0.55, 0.45)),
    Field.PLACE: Beliefs((0.85, 0.05, 0.10), (0.70, 0.05, 0.25)),
    Field.IIN: Beliefs((0.95, 0.04, 0.01), (0.0001, 0.001, 0.9989)),
    Field.DOCUMENT: Beliefs((0.80, 0.05, 0.15), (0.0001, 0.001, 0.9989)),
    Field.ADDRESS: Beliefs((0.60, 0.20, 0.20), (0.70, 0.15, 0.15)),
    Field.PHONE: Beliefs((0.70, 0.05, 0.25), (0.40, 0.01, 0.59)),
}


def allowed() -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """Which levels a field has, (fields, MOST_LEVELS)."""
    has = np.zeros((len(FIELDS), MOST_LEVELS), bool)
    for field, levels in LEVELS.items():
        has[field, : len(levels)] = True
    return has
