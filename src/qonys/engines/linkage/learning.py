"""Learning a model without labels: expectation and maximisation over three kinds of pairs (Fellegi-Sunter 1969).

Strangers are measured on pairs drawn at random. Relatives are a kind of their own: brothers share surname, father,
place and address, and twins the birth date; taken for strangers they would look like one person.
"""

from __future__ import annotations

import numba
import numpy as np
from numpy.typing import NDArray

from qonys.engines.linkage.fields import COUNTED, FIELDS, LEVELS, MISSING, MOST_LEVELS, PRIOR, Field, allowed
from qonys.engines.linkage.likeness import Levels, Sheet, levels
from qonys.engines.linkage.model import SURNAME_AND_GIVEN, Floats, Model, rarity
from qonys.engines.linkage.people import People

DRAWN, DRAWN_OF_EACH = 400_000, 50  # pairs of strangers: at most, and of each record
LEARNED_FROM = 1_000_000  # candidate pairs at most
ROUNDS = 12
WEIGHT_OF_BELIEF = 20.0  # pairs the beliefs before any data count as
# Numbers given to one person each: chance agreement is too rare to be met in a sample.
_UNIQUE = {Field.IIN: (1e-9, 1e-7), Field.DOCUMENT: (1e-8, 1e-6), Field.PHONE: (1e-7, 1e-6)}
RELATIVE = 1
# Brothers and sisters show how many twins there are; how alike brothers' surnames are is known without any data.
# Learned freely, twins of one sex would pass for one person whose given name is often wrong.
_LEARNED_OF_RELATIVES = (Field.PATRONYMIC, Field.BIRTH, Field.PLACE, Field.ADDRESS, Field.PHONE)
_SEX, _GIVEN = int(Field.SEX), int(Field.GIVEN)
_BOTH = SURNAME_AND_GIVEN
_COUNTED = np.array([field in COUNTED for field in FIELDS])


def strangers(people: People, sheet: Sheet, rng: np.random.Generator) -> Floats:
    """How often each level is met between two records drawn at random, (fields, levels)."""
    records = len(sheet.table)
    left, right = rng.integers(0, records, (2, min(DRAWN, DRAWN_OF_EACH * records))).astype(np.int32)
    apart = left != right
    met = levels(sheet, left[apart], right[apart])
    chances = np.ones((len(FIELDS), MOST_LEVELS))
    for field, has in zip(FIELDS, allowed(), strict=True):
        counts = np.bincount(met[:, field], minlength=256)[:MOST_LEVELS] + 0.5
        counts = np.where(has, counts, 0.0)
        chances[field] = np.where(has, counts / counts.sum(), 1.0)
    _apart_from_sex(chances, people)
    for field, small in _UNIQUE.items():
        chances[field, :3] = (*small, 1.0 - sum(small))
    return chances


def _apart_from_sex(chances: Floats, people: People) -> None:
    """The level `woman` says that both are women, which the field sex has said already: count the surname alone."""
    known = people.sex >= 0
    women = float((people.sex[known] == 1).mean()) if known.any() else 0.0
    if women > 0.0:
        chances[Field.SURNAME, LEVELS[Field.SURNAME].index("woman")] /= women
        chances[Field.SURNAME, LEVELS[Field.SURNAME].index("other")] /= 1.0 + women


def learn(
    people: People,
    sheet: Sheet,
    left: NDArray[np.int32],
    met: Levels,
    *,
    possible: float,
    rng: np.random.Generator,
) -> Model:
    """The model of these candidate pairs. `possible` is how many pairs could be made of the records at all."""
    rare = rarity(people)
    chosen = np.arange(len(left))
    if len(left) > LEARNED_FROM:
        chosen = np.sort(rng.choice(len(left), LEARNED_FROM, replace=False))
    kept = max(len(chosen), 1) / max(len(left), 1)
    met, rare = met[chosen], rare[left[chosen]]
    model = _believed(strangers(people, sheet, rng), len(people), possible)
    for _ in range(ROUNDS):
        counts, sums = _expected(met, rare, np.log(model.chances), np.log(model.priors), _COUNTED)
        model = _most_likely(model, counts, sums / kept, possible)
    return model


def _believed(chance: Floats, records: int, possible: float) -> Model:
    chances = np.stack([np.ones_like(chance), np.ones_like(chance), chance])
    for field, belief in PRIOR.items():
        chances[0, field, : len(belief.match)] = belief.match
        chances[1, field, : len(belief.relative)] = belief.relative
    expected = np.array([0.3 * records, 1.0 * records])
    return Model(chances, _priors(expected, possible))


def _priors(expected: Floats, possible: float) -> Floats:
    few = np.clip(expected / max(possible, 1.0), 1e-12, 0.3)
    return np.append(few, 1.0 - few.sum())


def _most_likely(model: Model, counts: Floats, sums: Floats, possible: float) -> Model:
    chances = model.chances.copy()
    for field, belief in PRIOR.items():
        for kind, believed in enumerate((belief.match, belief.relative)):
            if kind == RELATIVE and field not in _LEARNED_OF_RELATIVES:
                continue
            weighed = counts[kind, field, : len(believed)] + WEIGHT_OF_BELIEF * np.array(believed)
            chances[kind, field, : len(believed)] = np.maximum(weighed / weighed.sum(), 1e-6)
    chances[1, Field.GIVEN] = chances[2, Field.GIVEN]  # what tells brothers apart: their given names agree by chance
    return Model(chances, _priors(sums, possible))


@numba.njit(cache=True, nogil=True)
def _weigh(met, rare, logs, priors, counted):
    """Chances, in logarithms, of a pair under match and relative beside those under stranger."""
    match, kin = priors[0] - priors[2], priors[1] - priors[2]
    for field in range(met.shape[0]):
        level = met[field]
        if level == MISSING or (field == _SEX and level == 0 and met[_GIVEN] == 0):
            continue  # a given name tells the sex: the same name has said already that the sex is the same
        chance = logs[2, field, level]
        if level == 0 and counted[field]:
            chance = rare[field]
        match += logs[0, field, level] - chance
        kin += logs[1, field, level] - chance
    if met[_GIVEN] == 0:
        together = 0.0
        if met[0] <= 1:
            together = rare[_BOTH]
        elif met[2] == 0:
            together = rare[_BOTH + 1]
        match -= together
        kin -= together
    return match, kin


@numba.njit(cache=True, nogil=True)
def _expected(met, rare, logs, priors, counted):
    counts, sums = np.zeros(logs.shape), np.zeros(2)
    for pair in range(met.shape[0]):
        match, kin = _weigh(met[pair], rare[pair], logs, priors, counted)
        top = max(match, kin, 0.0)
        a, b, c = np.exp(match - top), np.exp(kin - top), np.exp(-top)
        whole = a + b + c
        a, b = a / whole, b / whole
        sums[0] += a
        sums[1] += b
        for field in range(met.shape[1]):
            level = met[pair, field]
            if level != MISSING:
                counts[0, field, level] += a
                counts[1, field, level] += b
    return counts, sums


@numba.njit(cache=True, nogil=True)
def _probabilities(met, left, rare, logs, priors, counted, out):
    for pair in range(met.shape[0]):
        match, kin = _weigh(met[pair], rare[left[pair]], logs, priors, counted)
        top = max(kin, 0.0)
        against = top + np.log(np.exp(kin - top) + np.exp(-top))
        out[pair] = match - against


def log_odds(model: Model, met: Levels, left: NDArray[np.int32], rare: NDArray[np.float32]) -> Floats:
    """The natural logarithm of the odds that each pair is one person."""
    out = np.empty(len(met))
    _probabilities(met, left, rare, np.log(model.chances), np.log(model.priors), _COUNTED, out)
    return out
