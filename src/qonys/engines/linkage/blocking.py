"""Which pairs are looked at: those that agree on at least one of several keys. Counted before anything is compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numba
import numpy as np
from numpy.typing import NDArray

from qonys.engines.linkage.hashing import NONE, Keys, joined
from qonys.engines.linkage.people import People

LARGEST_BLOCK = 80  # records of one key value; a larger block is a common name, not a person


@dataclass(frozen=True)
class Key:
    name: str
    of: Callable[[People], Keys]
    largest: int = LARGEST_BLOCK


@dataclass(frozen=True)
class BlockCount:
    """What one key will cost: pairs to compare, records with the key, records in blocks that are too large to use."""

    key: str
    pairs: int
    records: int
    left_out: int


def _year(people: People) -> NDArray[np.int64]:
    return np.where(people.year > 0, people.year, NONE).astype(np.int64)


def _month_and_day(people: People) -> NDArray[np.int64]:
    """Alike for 3 April and 4 March."""
    low, high = np.minimum(people.month, people.day), np.maximum(people.month, people.day)
    return np.where(low > 0, high.astype(np.int64) * 32 + low, NONE)


def _date(people: People) -> Keys:
    return joined(_year(people), _month_and_day(people))


KEYS: tuple[Key, ...] = (
    Key("iin", lambda people: people.iin),
    Key("document", lambda people: people.document.keys),
    Key("given and birth date", lambda people: joined(people.given_key, _date(people)), 200),
    Key("surname and birth date", lambda people: joined(people.surname_key, _date(people)), 200),
    Key("patronymic and birth date", lambda people: joined(people.father_key, _date(people))),
    Key("whole name", lambda people: joined(people.surname_key, people.given_key, people.father_key), 60),
    Key("name and birth year", lambda people: joined(people.surname_key, people.given_key, _year(people)), 60),
    Key("name and birthday", lambda people: joined(people.surname_key, people.given_key, _month_and_day(people)), 60),
    Key("given, father and year", lambda people: joined(people.given_key, people.father_key, _year(people)), 40),
    Key("name and place", lambda people: joined(people.surname_key, people.given_key, people.place.keys), 40),
    Key("phone and given", lambda people: joined(people.phone.keys, people.given_key)),
    Key("address and given", lambda people: joined(people.address.keys, people.given_key)),
    Key("address and birth date", lambda people: joined(people.address.keys, _date(people))),
    Key("name exchanged", lambda people: _exchanged(people)),
)  # fmt: skip
# Wider keys find what several mistakes hide. Each is used where the count before running says that it costs little.
WIDE: tuple[Key, ...] = (
    Key("address", lambda people: people.address.keys, 40),
    Key("phone", lambda people: people.phone.keys, 20),
    Key("name", lambda people: joined(people.surname_key, people.given_key), 40),
    Key("birth date and place", lambda people: joined(people.place.keys, _date(people)), 40),
    Key("birth date", lambda people: _date(people), 30),
    Key("given and place", lambda people: joined(people.given_key, people.place.keys), 20),
    Key("surname and place", lambda people: joined(people.surname_key, people.place.keys), 20),
    Key("given, alone", lambda people: people.given_key, 20),
    Key("surname, alone", lambda people: people.surname_key, 20),
)  # fmt: skip
MOST_PAIRS_OF_WIDE = 1.0  # a record, on average
MOST_LEFT_OUT = 0.02  # of all records, in blocks that are too large


def _exchanged(people: People) -> Keys:
    """Surname and given name in either order, with the year of birth; only where the date or a name has another key."""
    first, second = people.surname.keys, people.given.keys
    low, high = np.minimum(first, second), np.maximum(first, second)
    return joined(low, high, _year(people))


@dataclass(frozen=True)
class Blocks:
    """One key over all records: their order, and where each block starts and ends in it."""

    name: str
    order: NDArray[np.int32]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    values: Keys  # by record; NONE where the record has no block of this key
    left_out: int

    @property
    def pairs(self) -> int:
        sizes = self.ends - self.starts
        return int((sizes * (sizes - 1) // 2).sum())

    @property
    def count(self) -> BlockCount:
        return BlockCount(self.name, self.pairs, int((self.ends - self.starts).sum()), self.left_out)


def blocks(people: People, key: Key) -> Blocks:
    values = key.of(people).copy()
    order = np.argsort(values, kind="stable").astype(np.int32)
    ordered = values[order]
    changes = np.flatnonzero(np.diff(ordered)) + 1
    starts, ends = np.append(0, changes), np.append(changes, len(values))
    sizes = ends - starts
    has = ordered[np.minimum(starts, len(values) - 1)] >= 0 if len(values) else np.zeros(1, bool)
    large = has & (sizes > key.largest)
    for start, end in zip(starts[large], ends[large], strict=True):
        values[order[start:end]] = NONE
    used = has & ~large & (sizes > 1)
    return Blocks(key.name, order, starts[used], ends[used], values, int(sizes[large].sum()))


def candidates(
    people: People, side: NDArray[np.int8] | None = None, keys: tuple[Key, ...] = KEYS
) -> tuple[NDArray[np.int32], NDArray[np.int32], tuple[BlockCount, ...]]:
    """Every pair that shares a key, once, the smaller number first. With `side`, only pairs of two sides."""
    made = [each for each in (blocks(people, key) for key in keys) if len(each.starts)]
    wide = (blocks(people, key) for key in WIDE) if keys is KEYS else ()
    made += [each for each in wide if _cheap(each, len(people))]
    if not made:
        none = np.zeros(0, np.int32)
        return none, none, ()
    sides = np.zeros(0, np.int8) if side is None else side
    values = np.ascontiguousarray(np.stack([each.values for each in made]).T)
    found = []
    for place, each in enumerate(made):
        left, right = np.empty(each.pairs, np.int32), np.empty(each.pairs, np.int32)
        count = _pairs(each.order, each.starts, each.ends, values, place, sides, left, right)
        found.append((left[:count].copy(), right[:count].copy()))
    lefts, rights = zip(*found, strict=True)
    return np.concatenate(lefts), np.concatenate(rights), tuple(each.count for each in made)


def _cheap(made: Blocks, records: int) -> bool:
    return 0 < made.pairs <= MOST_PAIRS_OF_WIDE * records and made.left_out <= MOST_LEFT_OUT * records


@numba.njit(cache=True, nogil=True)
def _pairs(order, starts, ends, values, place, side, left, right):
    """Pairs inside the blocks of one key that no earlier key brings together."""
    count = 0
    for block in range(len(starts)):
        for one in range(starts[block], ends[block]):
            a = order[one]
            for two in range(one + 1, ends[block]):
                b = order[two]
                if len(side) > 0 and side[a] == side[b]:
                    continue
                earlier = False
                for key in range(place):
                    if values[a, key] >= 0 and values[a, key] == values[b, key]:
                        earlier = True
                        break
                if not earlier:
                    left[count], right[count] = min(a, b), max(a, b)
                    count += 1
    return count
