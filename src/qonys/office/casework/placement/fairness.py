"""Who was placed, and where they wished, by groups that never counted: published, and telling of nobody.

Each count is rounded by its cell's key (registers/disclosure), so that no family can be found out by subtraction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.conf import settings

from qonys.office.casework.placement.models import Placing
from qonys.office.casework.placement.states import Result
from qonys.office.foundation.authority.paths import wholes
from qonys.office.registers.disclosure.rounding import Tally, record_key

SIZES = ((2, "1-2"), (4, "3-4"), (6, "5-6"))  # persons of a household; above: 7+


def report(placings: Iterable[Placing]) -> list[dict[str, Any]]:
    """Rows of dimension, group, families, invited, invited to the first choice."""
    tallies = {name: Tally("group", "result") for name in ("sex", "origin", "size")}
    for placing in placings:
        key = record_key("placing", str(placing.case.applicant.key))
        for name, group in groups(placing).items():
            tallies[name].add((group, _result(placing)), key)
    return [row for name, tally in tallies.items() for row in _rows(name, tally)]


def groups(placing: Placing) -> Mapping[str, str]:
    person = placing.case.applicant
    size = next((label for most, label in SIZES if placing.persons <= most), "7+")
    return {"sex": person.sex, "origin": wholes(person.home_id)[min(1, len(wholes(person.home_id)) - 1)], "size": size}


def _result(placing: Placing) -> str:
    if placing.result != Result.INVITED:
        return "waiting"
    return "first" if placing.reasons.get("rank") == 1 else "invited"


def _rows(name: str, tally: Tally) -> Iterator[dict[str, Any]]:
    cells = tally.protected(settings.QONYS_SMALLEST_COUNT).cells
    for group in sorted({group for group, _result in cells}):
        first, invited, waiting = (cells.get((group, each), 0) for each in ("first", "invited", "waiting"))
        told = {"families": first + invited + waiting, "invited": first + invited, "first": first}
        yield {"dimension": name, "group": group, **told}
