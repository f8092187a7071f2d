"""Two versions of a rule set: what changed, as text; and who gains and who loses by it, before it is signed.

Groups (sex, age, region, origin) only count outcomes here. They are given beside the people, never to the rule set.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from qonys.engines.scoring.formula import Constant, Name, Node
from qonys.engines.scoring.people import People
from qonys.engines.scoring.rules import Bracket, Group, Item, RuleSet
from qonys.engines.scoring.scores import total_only
from qonys.engines.vocabulary.errors import BadInput

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
            half_width=_wilson_half(float(passing[place]), int(counts[place])),
        )


def _merged(names: np.ndarray, codes: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Groups too small to be shown put together as "other"."""
    small = counts < FEWEST_SHOWN
    if not small.any():
        return names, codes
    kept = np.append(names[~small], "other")
    lookup = np.where(small, len(kept) - 1, np.cumsum(~small) - 1)
    return kept, lookup[codes]


def _wilson_half(share: float, size: int) -> float:
    z = 1.959964
    spread = np.sqrt(share * (1 - share) / size + z * z / (4 * size * size))
    return float(z * spread / (1 + z * z / size))


def text_difference(old: RuleSet, new: RuleSet) -> tuple[str, ...]:
    """What the new law says otherwise, line by line, in words a lawyer can check."""
    return (
        *_mark_lines(old, new),
        *_both(_items(old), _items(new)),
        *_both(_groups(old), _groups(new)),
        *_both(_values(old), _values(new)),
    )


def _mark_lines(old: RuleSet, new: RuleSet) -> Iterator[str]:
    before, after = (rules.pass_mark.points if rules.pass_mark else None for rules in (old, new))
    if before != after:
        yield f"pass mark: {'none' if before is None else before} -> {'none' if after is None else after}"


def _both(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    for line in dict.fromkeys([*before, *after]):
        if line not in after:
            yield f"{line}: removed (was {before[line]})"
        elif line not in before:
            yield f"{line}: new, {after[line]}"
        elif before[line] != after[line]:
            yield f"{line}: {before[line]} -> {after[line]}"


def _items(rules: RuleSet) -> dict[str, str]:
    found = {}
    for item in rules.items:
        for where, said in _lines(item):
            found[f"{item.name}{where}"] = said
    return found


def _lines(item: Item) -> Iterator[tuple[str, str]]:
    group = f" in {item.group}" if item.group else ""
    yield "", f"a line{group}" + (f", when {written(item.when)}" if item.when else "")
    if item.formula is not None:
        yield ", formula", written(item.formula)
    for bracket in item.table.brackets if item.table else ():
        assert item.table is not None
        yield f", {_case(item, bracket)}", f"{bracket.points}"


def _case(item: Item, bracket: Bracket) -> str:
    assert item.table is not None
    kinds = dict(zip(item.table.dimensions, item.table.kinds, strict=True))
    parts = []
    for each in bracket.conditions:
        kind = kinds[each.dimension]
        spans = [
            kind.written(low) if low == high else f"{kind.written(low)}-{kind.written(high)}"
            for low, high in each.spans
        ]
        parts.append(f"{each.dimension} {' or '.join(spans)}")
    return ", ".join(parts)


def _groups(rules: RuleSet) -> dict[str, str]:
    return {f"cap of {group.name}{_when(group, place)}": str(cap.points)
            for group in rules.groups for place, cap in enumerate(group.caps)}  # fmt: skip


def _when(group: Group, place: int) -> str:
    when = group.caps[place].when
    return f", when {written(when)}" if when is not None else ""


def _values(rules: RuleSet) -> dict[str, str]:
    derived = {f"derived {each.name}": written(each.formula) for each in rules.derived}
    return derived | {f"field {each.name}": each.kind.said for each in rules.fields}


def written(node: Node) -> str:
    """A formula written out again; reading it gives the same tree."""
    if isinstance(node, Constant):
        if isinstance(node.value, bool):
            return "yes" if node.value else "no"
        return f"'{node.value}'" if isinstance(node.value, str) else str(node.value)
    if isinstance(node, Name):
        return node.name
    parts = [written(part) for part in node.parts]
    if node.sign in ("min", "max", "choose", "years"):
        return f"{node.sign}({', '.join(parts)})"
    if node.sign == "in":
        return f"({parts[0]} in ({', '.join(parts[1:])}))"
    return f"(not {parts[0]})" if node.sign == "not" else f"({f' {node.sign} '.join(parts)})"
