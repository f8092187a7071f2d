"""Persons from pairs, with ids that last: a run keeps the ids of the run before and says what it joined and parted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


class Change(StrEnum):
    NEW = "new"
    MERGED = "merged"
    SPLIT = "split"


@dataclass(frozen=True)
class Event:
    """`person` took in `others` (merged), left them (split), or was not there before (new)."""

    change: Change
    person: int
    others: tuple[int, ...] = ()


@dataclass(frozen=True)
class Persons:
    """The person of each record, by record id, the events since the run before, and the next id nobody had."""

    of: Mapping[str, int]
    events: tuple[Event, ...]
    next_id: int


def clusters(size: int, left: Ints, right: Ints, probability: NDArray[np.float64], least: float = 0.5) -> Ints:
    """The group of each record. The likeliest pairs join first; groups join only if most known pairs between agree."""
    parent = list(range(size))
    order = np.lexsort((right, left, -probability))
    members: dict[int, list[int]] = {}
    known = {(int(a), int(b)): float(p) for a, b, p in zip(left, right, probability, strict=True)}
    for place in order:
        if probability[place] < least:
            break
        one, two = _root(parent, int(left[place])), _root(parent, int(right[place]))
        if one == two:
            continue
        first, second = members.get(one, [one]), members.get(two, [two])
        if not _agree(first, second, known, least):
            continue
        keep, gone = min(one, two), max(one, two)
        parent[gone] = keep
        members[keep] = first + second
    return np.array([_root(parent, each) for each in range(size)], np.int64)


def _agree(first: list[int], second: list[int], known: Mapping[tuple[int, int], float], least: float) -> bool:
    """A pair that was never compared says nothing; those that were must be likely on average."""
    found = [known[pair] for a in first for b in second if (pair := (min(a, b), max(a, b))) in known]
    return sum(found) >= least * len(found)


def _root(parent: list[int], place: int) -> int:
    while parent[place] != place:
        parent[place] = parent[parent[place]]
        place = parent[place]
    return place


def name_persons(
    ids: Sequence[str], groups: Ints, before: Mapping[str, int] | None = None, next_id: int = 1
) -> Persons:
    """Lasting ids for groups of records. A group keeps the id most of its records had; an id goes to one group only."""
    before = before or {}
    next_id = max([next_id, *(each + 1 for each in before.values())])
    records: dict[int, list[str]] = {}
    for record, group in zip(ids, groups.tolist(), strict=True):
        records.setdefault(group, []).append(record)
    held = {group: Counter(before[each] for each in those if each in before) for group, those in records.items()}
    keeps = _keepers(held)
    of: dict[str, int] = {}
    events: list[Event] = []
    for group, those in records.items():
        person = keeps.get(group, next_id)
        next_id += person == next_id
        of.update(dict.fromkeys(those, person))
        events += _events(person, held[group], keeps.get(group) is None)
    return Persons(of, tuple(events), next_id)


def _keepers(held: Mapping[int, Counter[int]]) -> dict[int, int]:
    """Which group keeps which id: the one with most of its records; the smaller id where that is equal."""
    claims = sorted((-count, person, group) for group, counts in held.items() for person, count in counts.items())
    keeps: dict[int, int] = {}
    given: set[int] = set()
    for _, person, group in claims:
        if person not in given and group not in keeps:
            keeps[group] = person
            given.add(person)
    return keeps


def _events(person: int, held: Counter[int], is_new: bool) -> list[Event]:
    others = tuple(sorted(each for each in held if each != person))
    if not others:
        return [Event(Change.NEW, person)] if is_new else []
    return [Event(Change.SPLIT if is_new else Change.MERGED, person, others)]
