"""What a place is worth to a family, in points. Nothing here knows origin, nationality or sex.

A family's own choice leads, and a job in its own occupation counts beside it: both are choices of the office. What
became of families of the same kind (work after a year, and still there after five) counts as soon as enough of them
were followed (planning/outcomes); until then the office assumes that every place suits alike. A round keeps which of
the two it used, with the numbers, and stays with them through every computation.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from qonys.office.foundation.authority.paths import unit_of

BY_WISH = (100, 70, 50)  # the family's first, second and third choice
ELSEWHERE = 10  # a place it did not name: better than to wait
OWN_WORK = 30  # a job in its own occupation waits there
OUTLOOK = 50  # one adult more who works there after a year and is still there after five: half a first choice
CHOICE, OWN, LEARNED = "choice", "own_work", "outlook"  # the parts, in the order they are told


@dataclass(frozen=True)
class Outlook:
    """Points by kind of family and unit, from the followed families of one published model; empty: assumed alike.

    They are counted from the unit that suits that kind least: no kind of family comes before another because it
    fares better everywhere. A unit the model does not know gets the middle of those it knows.
    """

    version: str = ""
    on: str = ""
    adults: int = 0
    family_years: int = 0
    points: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def learned(self) -> bool:
        return bool(self.version)

    def of(self, kind: str, path: str) -> int:
        known = self.points.get(kind, {})
        return known.get(unit_of(path), middle(known.values()))

    def told(self) -> dict[str, Any]:
        """As a round keeps it."""
        assumed = {"own_work": OWN_WORK, "choices": list(BY_WISH), "elsewhere": ELSEWHERE, "each": OUTLOOK}
        found = {"version": self.version, "on": self.on, "adults": self.adults, "family_years": self.family_years}
        return found | {"assumed": assumed, "points": {kind: dict(row) for kind, row in self.points.items()}}


def kept(told: Mapping[str, Any]) -> Outlook:
    """What a round has kept."""
    return Outlook(told["version"], told["on"], told["adults"], told["family_years"], told["points"])


def learned(version: str, on: str, adults: int, family_years: int, gains: Mapping[tuple[str, str], float]) -> Outlook:
    """`gains` by kind of family and unit: adults of a family in work there after a year and there after five."""
    rows: dict[str, dict[str, float]] = {}
    for (kind, unit), gain in gains.items():
        rows.setdefault(kind, {})[unit] = gain
    points = {kind: _above_the_least(row) for kind, row in rows.items()}
    return Outlook(version, on, adults, family_years, points)


def _above_the_least(row: Mapping[str, float]) -> dict[str, int]:
    least = min(row.values())
    return {unit: round(OUTLOOK * (gain - least)) for unit, gain in row.items()}


def parts(
    path: str, wishes: Sequence[str], wanted: str, jobs: Collection[str], kind: str, outlook: Outlook
) -> dict[str, int]:
    """Whole points by part: their sum is the worth. `wanted` and `jobs`: occupations by their search keys; a wish for
    a region is one for every place within it."""
    rank = rank_of(path, wishes)
    found = {CHOICE: BY_WISH[rank - 1] if 1 <= rank <= len(BY_WISH) else ELSEWHERE}
    found[OWN] = OWN_WORK * bool(wanted and wanted in jobs)
    return found | ({LEARNED: outlook.of(kind, path)} if outlook.learned else {})


def rank_of(path: str, wishes: Sequence[str]) -> int:
    """1 for the first choice; 0 for a place the family did not name."""
    return next((place for place, wish in enumerate(wishes, start=1) if path.startswith(wish)), 0)


def middle(values: Collection[int]) -> int:
    return sorted(values)[len(values) // 2] if values else 0
