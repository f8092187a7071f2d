"""Who is helped and who is not, by group: sex, age, region, origin. Groups are only ever compared here, never scored.

Counts of people leave the office rounded, as all others do (registers/disclosure): no row tells of somebody.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import Max

from qonys.engines.vocabulary.errors import BadInput
from qonys.office.casework.rulesets.selectors import InForce
from qonys.office.casework.selection import engine
from qonys.office.casework.selection.models import Score
from qonys.office.foundation.journal.models import Personal
from qonys.office.registers.disclosure.ages import age_on
from qonys.office.registers.disclosure.rounding import Protected, Tally, record_key

BATCH = 500
DIMENSIONS = ("sex", "age", "region", "origin")
AGES = ((18, "-17"), (30, "18-29"), (45, "30-44"), (60, "45-59"), (200, "60+"))


@dataclass(frozen=True)
class Scored:
    """One past applicant as groups go: who, in which group, and what the facts were."""

    key: int
    groups: Mapping[str, str]
    reached: bool
    facts: Mapping[str, Any]
    on: date


@dataclass(frozen=True)
class Row:
    """One group: how many were counted, how many reached the mark before and after."""

    group: str
    people: int
    before: int
    after: int

    @property
    def said_before(self) -> str:
        return _share(self.before, self.people)

    @property
    def said_after(self) -> str:
        return _share(self.after, self.people)


def fairness(key: str) -> dict[str, list[Row]]:
    """By group, how many of the applicants counted by a rule set reached its mark. Counted anew with every score."""
    newest = Score.objects.filter(rules__key=key).order_by("-id").values_list("pk", flat=True).first()
    return _fairness(key, newest or 0, settings.QONYS_SMALLEST_COUNT)


@lru_cache(maxsize=32)
def _fairness(key: str, newest: int, base: int) -> dict[str, list[Row]]:
    people = (_scored(row, {}) for row in _newest(key))
    return _compared(people, lambda each: each.reached)


def change(key: str, proposed: InForce) -> tuple[dict[str, list[Row]], int]:
    """By group, who would reach the mark if past applicants were counted by other rules; and how many cannot be.

    A fact the new rules ask for and nobody was asked about cannot be made up: those are told, not guessed.
    """
    open_ones: list[int] = []

    def after(each: Scored) -> bool:
        try:
            found = engine.counted(proposed.on(max(each.on, _first(proposed))), _known(each, proposed))
        except BadInput:
            open_ones.append(1)
            return each.reached
        return found.passes is not False

    return _compared(_past(key), after), len(open_ones)


def _first(proposed: InForce) -> date:
    return proposed.book.since


def _known(each: Scored, proposed: InForce) -> dict[str, Any]:
    names = {field.name for field in proposed.book.fields}
    return {name: value for name, value in each.facts.items() if name in names}


def _compared(people: Iterable[Scored], after: Callable[[Scored], bool]) -> dict[str, list[Row]]:
    tally = Tally(*DIMENSIONS, "before", "after")
    for each in people:
        cell = tuple(each.groups[name] for name in DIMENSIONS)
        tally.add((*cell, str(each.reached), str(after(each))), each.key)
    table = tally.protected(settings.QONYS_SMALLEST_COUNT)
    return {name: _rows(table, name) for name in DIMENSIONS}


def _rows(table: Protected, name: str) -> list[Row]:
    found: dict[str, list[int]] = {}
    for (group, before, after), count in table.over(name, "before", "after").items():
        row = found.setdefault(group, [0, 0, 0])
        row[0] += count
        row[1] += count * (before == "True")
        row[2] += count * (after == "True")
    return [Row(group, *counts) for group, counts in sorted(found.items())]


def _past(key: str) -> Iterator[Scored]:
    """Past applicants with their facts, some hundreds at a time; whose facts were erased, is left out."""
    rows = _newest(key)
    for start in range(0, len(rows), BATCH):
        some = rows[start : start + BATCH]
        kept = Personal.objects.filter(pk__in=[row.content for row in some], erased=None)
        told = {each.pk: json.loads(each.content)["inputs"] for each in kept}
        for row in some:
            if row.content in told:
                yield _scored(row, {each["name"]: each["value"] for each in told[row.content]})


def _newest(key: str) -> list[Score]:
    """The last score of every case counted by that rule set."""
    last = Score.objects.filter(rules__key=key).order_by().values("case").annotate(last=Max("pk")).values("last")
    return list(Score.objects.filter(pk__in=last).select_related("case__applicant").order_by("pk"))


def _scored(row: Score, facts: Mapping[str, Any]) -> Scored:
    person = row.case.applicant
    groups = {
        "sex": str(person.sex),
        "age": _age(age_on(person.birth_date, row.law_on)),
        "region": row.case.region or row.case.territory_id,
        "origin": person.citizenship or "?",
    }
    key = record_key(str(person.key), "scored", row.case.number)
    return Scored(key, groups, row.reached, facts, row.law_on)


def _share(count: int, people: int) -> str:
    """Of a hundred; nothing where nobody is shown."""
    return f"({round(100 * count / people)} %)" if people else ""


def _age(years: int) -> str:
    return next(name for limit, name in AGES if years < limit)
