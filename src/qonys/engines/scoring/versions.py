"""What one version of a rule set says otherwise than another, line by line, in words a lawyer can check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from qonys.engines.scoring.formula import Constant, Name, Node
from qonys.engines.scoring.rules import Bracket, Group, Item, RuleSet


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
