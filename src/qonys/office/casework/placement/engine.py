"""The room's one door to the science: families and places in, a plan with reasons, prices and the cost of edits out.

Only the worker comes through it: it loads the compiled loops.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from qonys.countries.sorting import search_key
from qonys.engines.matching import UNPLACED, Budget, Placement, Plan, Why, solve
from qonys.engines.matching.editing import edit
from qonys.engines.vocabulary.errors import QonysError
from qonys.office.casework.placement.gathering import Family, Ground
from qonys.office.casework.placement.needs import MOST_ROOMS, QUOTA, RESOURCES, SCHOOL, dwelling
from qonys.office.casework.placement.states import Deed
from qonys.office.casework.placement.worth import Outlook, parts, rank_of

SEED, LONGEST = 2026, Budget(seconds=6.0)
AGAIN = Budget(seconds=0.5)
OTHERS, BUILT = 3, 4  # places told beside the chosen one; scarce things whose effect is told
# One more of what is built at a time: a school, dwellings, jobs, places of the quota.
UNITS = {SCHOOL: 300, "kindergarten": 120, "job": 20, QUOTA: 50}
DWELLINGS = 10


@dataclass(frozen=True)
class Change:
    """An edit: the number of the family in the round, what, and where."""

    family: int
    deed: Deed
    place: str


@dataclass(frozen=True)
class Cost:
    """What one edit costs alone. `letter`: why it cannot be."""

    points: float = 0.0
    moved: int = 0
    letter: str = ""


@dataclass(frozen=True)
class Proposal:
    """`first`: before any edit; `chosen`: after all of them. Places by path, None where a family waits."""

    first: tuple[str | None, ...]
    chosen: tuple[str | None, ...]
    reasons: tuple[dict[str, object], ...]
    costs: tuple[Cost, ...]
    value: float
    value_first: float
    bound: float
    gap: float
    hash: str
    scarce: tuple[dict[str, object], ...]


def propose(
    families: Sequence[Family], grounds: Sequence[Ground], changes: Sequence[Change], outlook: Outlook
) -> Proposal:
    """The best plan, then the best with every edit that can be kept."""
    worth = _Worth(families, grounds, outlook)
    problem = _problem(families, grounds, worth)
    first = solve(problem, seed=SEED, budget=LONGEST)
    costs = tuple(_alone(first, change) for change in changes)
    kept = [change for change, cost in zip(changes, costs, strict=True) if not cost.letter]
    last = _together(first, kept) if kept else first
    paths = problem.places
    return Proposal(
        _where(first, paths),
        _where(last, paths),
        tuple(_reasons(last.why(number, OTHERS), families[number], grounds, worth) for number in range(len(families))),
        costs,
        last.value,
        first.value,
        last.bound,
        last.gap,
        last.hash,
        tuple(_scarce(last)),
    )


class _Worth:
    """The parts of what a place is worth to a family; words are made into search keys once."""

    def __init__(self, families: Sequence[Family], grounds: Sequence[Ground], outlook: Outlook) -> None:
        self._outlook = outlook
        self._jobs = {ground.path: {search_key(job) for job in ground.jobs} for ground in grounds}
        self._wanted = {word: search_key(word) for word in {family.occupation for family in families}}

    def parts(self, family: Family, path: str) -> dict[str, int]:
        wanted = self._wanted[family.occupation]
        return parts(path, family.wishes, wanted, self._jobs[path], family.kind, self._outlook)


def _problem(families: Sequence[Family], grounds: Sequence[Ground], worth: _Worth) -> Placement:
    gain = [[sum(worth.parts(f, g.path).values()) for g in grounds] for f in families]
    need = [[f.needs.get(resource, 0) for resource in RESOURCES] for f in families]
    room = [[g.room.get(resource, 0) for resource in RESOURCES] for g in grounds]
    shape = (len(families), len(grounds))
    return Placement(
        np.array(gain, dtype=np.float64).reshape(shape),
        np.array(need, dtype=np.float64).reshape(len(families), len(RESOURCES)),
        np.array(room, dtype=np.float64).reshape(len(grounds), len(RESOURCES)),
        tuple(g.path for g in grounds),
        RESOURCES,
    )


def _alone(plan: Plan, change: Change) -> Cost:
    try:
        edited = edit(plan, *_told(plan, [change]), seed=SEED, budget=AGAIN)
    except (QonysError, ValueError) as letter:
        return Cost(letter=str(letter))
    return Cost(edited.cost, len(set(edited.moved) - {change.family}))


def _together(plan: Plan, changes: Sequence[Change]) -> Plan:
    return edit(plan, *_told(plan, changes), seed=SEED, budget=LONGEST).after


def _told(plan: Plan, changes: Sequence[Change]) -> tuple[dict[int, int], list[tuple[int, int]]]:
    """Raises ValueError for a place that is not in the round."""
    at = {path: number for number, path in enumerate(plan.problem.places)}
    fixed = {c.family: at[c.place] for c in changes if c.deed == Deed.LOCK and c.place in at}
    fixed |= {c.family: UNPLACED for c in changes if c.deed == Deed.LEAVE}
    if any(c.deed == Deed.LOCK and c.place not in at for c in changes):
        raise ValueError("Nothing is ready and verified there on the day of the round.")
    return fixed, [(c.family, at[c.place]) for c in changes if c.deed == Deed.FORBID and c.place in at]


def _where(plan: Plan, paths: Sequence[str]) -> tuple[str | None, ...]:
    return tuple(paths[place] if place >= 0 else None for place in plan.place.tolist())


def _reasons(why: Why, family: Family, grounds: Sequence[Ground], worth: _Worth) -> dict[str, object]:
    """Codes, not sentences: they are told in the reader's language. The parts add up to the gain."""
    by_path = {ground.path: ground for ground in grounds}
    better = [c for c in why.others if why.chosen is None or c.gain > why.chosen.gain]
    told = sorted(better, key=lambda choice: -choice.gain)
    return {
        "rank": rank_of(why.chosen.place, family.wishes) if why.chosen else 0,
        "gain": round(why.chosen.gain) if why.chosen else 0,
        "parts": worth.parts(family, why.chosen.place) if why.chosen else {},
        "locked": why.locked,
        "others": [
            {
                "place": choice.place,
                "rank": rank_of(choice.place, family.wishes),
                "gain": round(choice.gain),
                "lacking": _plainly(choice.lacking),
                "until": _until(by_path[choice.place], choice.lacking),
            }
            for choice in told
        ],
    }


def _plainly(lacking: Sequence[str]) -> list[str]:
    """Of the nested sizes only the one the family needs."""
    sizes = [dwelling(size) for size in range(1, MOST_ROOMS + 1) if dwelling(size) in lacking]
    return [*sizes[-1:], *(each for each in lacking if each not in sizes)]


def _until(ground: Ground, lacking: Sequence[str]) -> str:
    """The first day on which everything that lacks is there; '' if no such day is known."""
    days: list[date | None] = [ground.later.get(each) for each in lacking]
    known = [day for day in days if day]
    return max(known).isoformat() if known and len(known) == len(days) else ""


def _scarce(plan: Plan) -> list[dict[str, object]]:
    """What would place more families: each tried by solving again, not read off the price alone."""
    found: list[dict[str, object]] = []
    seen: set[tuple[str, str]] = set()
    for price in plan.prices():
        kind = "dwelling" if price.resource.startswith("dwelling") else price.resource
        if (price.place, kind) in seen or len(found) == BUILT:
            continue
        seen.add((price.place, kind))
        more = _with_more(plan, price.place, price.resource)
        told = {"place": price.place, "resource": price.resource, "units": UNITS.get(kind, DWELLINGS)}
        found.append(told | {"families": more.placed - plan.placed, "points": round(more.value - plan.value)})
    return sorted(found, key=lambda each: -float(str(each["points"])))


def _with_more(plan: Plan, place: str, resource: str) -> Plan:
    room = plan.problem.capacity.copy()
    row = plan.problem.places.index(place)
    which = [resource]
    if resource.startswith("dwelling"):
        which = [dwelling(size) for size in range(1, int(resource.removeprefix("dwelling")) + 1)]
    for each in which:
        room[row, RESOURCES.index(each)] += UNITS.get(resource, DWELLINGS)
    return solve(plan.problem.with_capacity(room), seed=SEED, budget=AGAIN, start=plan)


def none(families: Sequence[Family]) -> Proposal:
    """Where nothing is ready nobody is placed: there is nothing to compute."""
    nobody: tuple[None, ...] = (None,) * len(families)
    reasons: tuple[dict[str, object], ...] = tuple(
        {"rank": 0, "gain": 0, "parts": {}, "others": []} for _family in families
    )
    return Proposal(nobody, nobody, reasons, (), 0.0, 0.0, 0.0, 0.0, "", ())
