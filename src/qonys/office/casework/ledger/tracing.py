"""Where units came from: every place a reservation holds leads back to the order that gave it.

Units of a quota are alike, so a rule says which one is taken: the oldest that is free. What is given back stands where
it stood before; an order that takes places takes the youngest.
"""

from __future__ import annotations

from bisect import insort
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Moved = tuple[str, str, int, int | None, int | None]  # source, target, units, order, reservation


@dataclass(frozen=True)
class Traced:
    """Units by order: those that are free, and those each reservation holds."""

    free: Mapping[int, int]
    held: Mapping[int, Mapping[int, int]]  # reservation -> order -> units


def traced(entries: Iterable[Moved]) -> Traced:
    """Fold the entries of one quota, in their order."""
    free: list[tuple[int, int]] = []  # (serial number of the unit, order), the oldest first
    held: dict[int, list[tuple[int, int]]] = {}
    serial = 0
    for source, target, units, order, reservation in entries:
        if order is not None and target == "available":
            free += [(serial + each, order) for each in range(units)]
            serial += units
        elif order is not None:
            del free[len(free) - units :]
        elif reservation is not None and source == "available":
            held[reservation], free = free[:units], free[units:]
        elif reservation is not None and target == "available":
            for unit in held.pop(reservation):
                insort(free, unit)
    return Traced(_by_order(free), {key: _by_order(units) for key, units in held.items()})


def _by_order(units: Iterable[tuple[int, int]]) -> Mapping[int, int]:
    return dict(Counter(order for _serial, order in units))
