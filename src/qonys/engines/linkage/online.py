"""One record against millions in milliseconds: the same keys, the same comparison, the same model as in a batch."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qonys.engines.linkage import learning
from qonys.engines.linkage.blocking import KEYS, Key
from qonys.engines.linkage.fields import FIELDS
from qonys.engines.linkage.hashing import Keys, joined
from qonys.engines.linkage.likeness import Levels, Sheet, lay_out, levels
from qonys.engines.linkage.model import Model, Waterfall, counted_texts, rarity, waterfall
from qonys.engines.linkage.people import People, Told, prepare


@dataclass(frozen=True, eq=False)
class Index:
    """Records that can be looked up by every key."""

    people: People
    sheet: Sheet
    rare: NDArray[np.float32]
    model: Model
    keys: tuple[tuple[Key, Keys, NDArray[np.int32]], ...]  # the key, its values in order, the record of each


@dataclass(frozen=True)
class Found:
    record: int
    probability: float
    why: Waterfall


def index(people: People, model: Model) -> Index:
    made = []
    for key in KEYS:
        values = key.of(people)
        order = np.argsort(values, kind="stable").astype(np.int32)
        made.append((key, values[order], order))
    return Index(people, lay_out(people), rarity(people), model, tuple(made))


def find(there: Index, told: Told, least: float = 0.01) -> tuple[Found, ...]:
    """Records that may be the person told of (one record), the likeliest first."""
    one = prepare(told)
    records = _candidates(there, one)
    met = levels(there.sheet, records, np.zeros(len(records), np.int32), lay_out(one))
    odds = learning.log_odds(there.model, met, records, there.rare)
    chance = 1.0 / (1.0 + np.exp(-odds))
    order = [place for place in np.argsort(-chance, kind="stable") if chance[place] >= least]
    return tuple(_found(there, int(records[at]), met[at], float(chance[at])) for at in order)


def _found(there: Index, record: int, met: Levels, chance: float) -> Found:
    return Found(record, chance, waterfall(there.model, met, there.rare[record]))


def _candidates(there: Index, one: People) -> NDArray[np.int32]:
    """Records that share a key with this one; keys that many share are passed over, as in a batch."""
    found = []
    for key, values, order in there.keys:
        value = key.of(one)[0]
        if value < 0:
            continue
        first, last = np.searchsorted(values, value, "left"), np.searchsorted(values, value, "right")
        if last - first <= key.largest:
            found.append(order[first:last])
    return np.unique(np.concatenate(found)) if found else np.zeros(0, np.int32)


@dataclass(frozen=True)
class Commons:
    """How common the commonest values of the counted fields are, kept with a model; all others are as rare as one."""

    shares: Mapping[str, Mapping[str, float]]
    rarest: float

    def of(self, people: People) -> NDArray[np.float32]:
        found = np.zeros((len(people), len(FIELDS) + 2), np.float32)
        for field, column in counted_texts(people).items():
            known = self.shares.get(field.name.lower(), {})
            chances = [math.log(known.get(value, self.rarest)) for value in column.values]
            found[:, field] = np.append(np.array(chances, np.float32), np.float32(0))[column.codes]
        return found


@dataclass(frozen=True)
class Beside:
    """One record beside another, as a model sees them."""

    probability: float
    why: Waterfall


def beside(model: Model, rare: Commons, one: Told, others: Told) -> tuple[Beside, ...]:
    """One record beside each of a few others, without an index: for candidates that a database found by their keys."""
    here, there = prepare(one), prepare(others)
    left, right = np.arange(len(there), dtype=np.int32), np.zeros(len(there), np.int32)
    met = levels(lay_out(there), left, right, lay_out(here))
    told = rare.of(there)
    odds = learning.log_odds(model, met, left, told)
    return tuple(Beside(float(1.0 / (1.0 + np.exp(-odds[at]))), waterfall(model, met[at], told[at])) for at in left)


def commons(people: People, most: int = 3_000) -> Commons:
    """The commonest values of these records."""
    shares = {}
    for field, column in counted_texts(people).items():
        order = np.argsort(-column.counts, kind="stable")[:most]
        shares[field.name.lower()] = {column.values[at]: float(column.share[at]) for at in order}
    return Commons(shares, 1.0 / max(len(people), 100))


def lookup_keys(people: People) -> NDArray[np.int64]:
    """The keys of each record, (records, keys), for a table in a database: no two kinds of key share a number."""
    return np.stack([joined(key.of(people), np.full(len(people), place)) for place, key in enumerate(KEYS)], axis=1)
