"""Who gains and who loses by a change of the law, among people of the past, as lines of text.

Groups are columns beside the facts. They count outcomes; no rule set is ever given them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl

from qonys.engines.scoring.comparison import Difference, GroupOutcome, difference
from qonys.engines.scoring.rules import RuleSet
from qonys.points.reading import read_people
from qonys.tables import open_table

UNKNOWN = "not known"


def gains_and_losses(
    old: RuleSet, new: RuleSet, people: Path, by: Sequence[str], cut_offs: tuple[int, int] | None = None
) -> list[str]:
    """The table of a change. Raises BadInput."""
    before = read_people(people, old)
    after = read_people(people, new)
    groups = {"all": np.full(len(before.people), "everybody")} | _groups(people, by)
    return lines(difference(old, new, before.people, groups, cut_offs, after.people))


def lines(found: Difference) -> list[str]:
    head = f"Newly above the cut-off: {found.newly_pass}, no longer: {found.no_longer_pass}"
    said = [f"{head} (cut-offs {found.cut_off_before} and {found.cut_off_after})"]
    return said + [_line(group) for group in found.groups]


def _line(group: GroupOutcome) -> str:
    share = group.passed_after / group.people
    ratio = f", {group.ratio:.2f} of the best group" if group.ratio is not None else ""
    return (
        f"{group.by} {group.group}: {group.people} people, {group.gain} gain, {group.lose} lose, "
        f"{group.mean_change:+.1f} points on average; pass {group.passed_before} -> {group.passed_after} "
        f"({share:.1%} ± {group.half_width:.1%}{ratio})"
    )


def _groups(path: Path, by: Sequence[str]) -> dict[str, np.ndarray]:
    if not by:
        return {}
    table = open_table(path)
    table.need(*by, remedy="Count by a column that is there.")
    frame = table.read(*by)
    return {name: frame[name].cast(pl.String).fill_null(UNKNOWN).to_numpy() for name in by}
