"""Who gains and who loses by a new version of a rule set, before it is signed (what it says: see versions.py).

Groups (sex, age, region, origin) only count outcomes here. They are given beside the people, never to the rule set.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from qonys.engines.scoring.people import People
from qonys.engines.scoring.rules import RuleSet
from qonys.engines.scoring.scores import total_only
from qonys.engines.vocabulary.errors import BadInput
from qonys.engines.vocabulary.shares import wilson

FEWEST_SHOWN = 10  # a group of fewer people is not shown by itself: it would tell of persons


@dataclass(frozen=True)
class GroupOutcome:
    """What a change does to one group. Shares are of its people; `ratio`: its share that passes under the new law,
    against that of the group that passes most often (the four-fifths rule looks at 0.8)."""

    by: str
    group: str
    people: int
    gain: int
    lose: int
    same: int
    mean_change: float
    passed_before: int
    passed_after: int
    ratio: float | None
    half_width: float  # of a 95 % interval of the share that passes (Wilson)


@dataclass(frozen=True)
class Difference:
    """`change` is one number for each person; the cut-offs are those the outcomes were counted with."""

    change: np.ndarray
    cut_off_before: int
    cut_off_after: int
    newly_pass: int
    no_longer_pass: int
    groups: tuple[GroupOutcome, ...]


def difference(
    old: RuleSet,
    new: RuleSet,
    people: People,
    by: Mapping[str, np.ndarray],
    cut_offs: tuple[int, int] | None = None,
    new_people: People | None = None,
) -> Difference:
    """Who gains and who loses if the new law had been in force; `by` names columns of groups, one label a person.

    Without cut-offs, the pass marks of both laws. `new_people`: the same people as the new law's fields describe them.
    """
    before, after = total_only(old, people), total_only(new, new_people or people)
    if len(before) != len(after):
        raise BadInput("both laws must be tried on the same people.", remedy="Describe everybody for both.")
    marks = cut_offs or (_mark(old), _mark(new))
    passed = before >= marks[0], after >= marks[1]
    groups = [each for name, labels in by.items() for each in _outcomes(name, labels, after - before, *passed)]
    return Difference(
        change=after - before,
        cut_off_before=marks[0],
        cut_off_after=marks[1],
        newly_pass=int((passed[1] & ~passed[0]).sum()),
        no_longer_pass=int((passed[0] & ~passed[1]).sum()),
        groups=tuple(groups),
    )


def _mark(rules: RuleSet) -> int:
    if rules.pass_mark is None:
        remedy = "Give cut_offs=(before, after), say those of the last round."
        raise BadInput("this law names no pass mark.", where=rules.name, remedy=remedy)
    return rules.pass_mark.points


def _outcomes(
    by: str, labels: np.ndarray, change: np.ndarray, before: np.ndarray, after: np.ndarray
) -> Iterator[GroupOutcome]:
    if len(labels) != len(change):
        raise BadInput(f"'{by}' has {len(labels)} labels for {len(change)} people.", remedy="Give one for each person.")
    names, codes = np.unique(np.asarray(labels).astype(str), return_inverse=True)
    counts = np.bincount(codes, minlength=len(names))
    names, codes = _merged(names, codes, counts)
    counts = np.bincount(codes, minlength=len(names))
    passing = np.bincount(codes, weights=after, minlength=len(names)) / np.maximum(counts, 1)
    best = passing.max() if len(passing) else 0.0
    for place, name in enumerate(names):
        held = codes == place
        moved = change[held]
        yield GroupOutcome(
            by=by,
            group=str(name),
            people=int(counts[place]),
            gain=int((moved > 0).sum()),
            lose=int((moved < 0).sum()),
            same=int((moved == 0).sum()),
            mean_change=float(moved.mean()),
            passed_before=int(before[held].sum()),
            passed_after=int(after[held].sum()),
            ratio=float(passing[place] / best) if best else None,
            half_width=wilson(float(passing[place]), int(counts[place]))[1],
        )


def _merged(names: np.ndarray, codes: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Groups too small to be shown put together as "other"."""
    small = counts < FEWEST_SHOWN
    if not small.any():
        return names, codes
    kept = np.append(names[~small], "other")
    lookup = np.where(small, len(kept) - 1, np.cumsum(~small) - 1)
    return kept, lookup[codes]
