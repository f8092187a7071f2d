"""What a family needs of a place, and what a place has, in the same few resources. Pure.

A family that needs three rooms may live in four: it takes one of the dwellings with one room or more, one of those with
two or more, and one of those with three or more. With as many dwellings of each size and above as families that need
it, every family finds its own (the sizes are nested, so Hall's condition is exact).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

SCHOOL_FROM, SCHOOL_UNTIL = 6, 18  # completed years on the day of the round; the law of education, art. 31
KINDERGARTEN_FROM = 1
ROOMS = ((2, 1), (3, 2), (5, 3), (7, 4))  # persons up to, rooms: an assumption of the office, no act was found
MOST_ROOMS = 5
SCHOOL, KINDERGARTEN, JOB, QUOTA = "school", "kindergarten", "job", "quota"


@dataclass(frozen=True)
class Offered:
    """What is free of one offer."""

    kind: str
    number: int
    rooms: int | None = None


def dwelling(rooms: int) -> str:
    """The resource of dwellings with that many rooms or more."""
    return f"dwelling{rooms}"


RESOURCES = (*(dwelling(rooms) for rooms in range(1, MOST_ROOMS + 1)), SCHOOL, KINDERGARTEN, JOB, QUOTA)


def of_family(ages: Iterable[int], works_already: bool) -> dict[str, int]:
    """By resource; a family that brings its work takes no job."""
    known = list(ages)
    needs = {dwelling(size): 1 for size in range(1, rooms_for(len(known)) + 1)}
    needs[SCHOOL] = sum(SCHOOL_FROM <= age < SCHOOL_UNTIL for age in known)
    needs[KINDERGARTEN] = sum(KINDERGARTEN_FROM <= age < SCHOOL_FROM for age in known)
    needs[JOB] = 0 if works_already else 1
    needs[QUOTA] = len(known)
    return {key: number for key, number in needs.items() if number}


def rooms_for(persons: int) -> int:
    return next((rooms for most, rooms in ROOMS if persons <= most), MOST_ROOMS)


def rooms_needed(needs: dict[str, int]) -> int:
    return max((size for size in range(1, MOST_ROOMS + 1) if needs.get(dwelling(size))), default=0)


def of_place(offers: Iterable[Offered]) -> dict[str, int]:
    """By resource, without the quota."""
    found = dict.fromkeys(RESOURCES, 0)
    for offer in offers:
        for resource in resources_of(offer):
            found[resource] += offer.number
    return found


def resources_of(offer: Offered) -> Iterator[str]:
    if offer.kind == "dwelling":
        yield from (dwelling(size) for size in range(1, min(offer.rooms or 1, MOST_ROOMS) + 1))
    else:
        yield offer.kind
