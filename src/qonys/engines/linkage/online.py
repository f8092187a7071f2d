"""One record against millions in milliseconds: the same keys, the same comparison, the same model as in a batch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qonys.engines.linkage import learning
from qonys.engines.linkage.blocking import KEYS, Key
from qonys.engines.linkage.hashing import Keys
from qonys.engines.linkage.likeness import Levels, Sheet, lay_out, levels
from qonys.engines.linkage.model import Model, Waterfall, rarity, waterfall
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
