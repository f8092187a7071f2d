"""Past applicants by group, before and after a change of rules: read in columns, counted, and kept rounded.

A fact the new rules ask for and nobody was asked about cannot be made up: those people are told of, not guessed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from qonys.engines.vocabulary.errors import BadInput
from qonys.office.casework.rulesets import selectors as rulesets
from qonys.office.casework.rulesets.engine import RuleBook
from qonys.office.casework.rulesets.models import RuleVersion
from qonys.office.casework.selection.groups import AGES, DIMENSIONS, UNKNOWN
from qonys.office.casework.selection.many import engine
from qonys.office.casework.selection.models import Comparison, Score
from qonys.office.foundation.journal.models import Personal
from qonys.office.registers.disclosure.ages import age_on
from qonys.office.registers.disclosure.rounding import Protected, Tally, record_key

AT_ONCE = 5_000
AGAIN = 500  # digests asked for in one query
Progress = Callable[[float, str], None]
_FIELDS = ("pk", "content", "reached", "law_on", "case__number", "case__region", "case__territory",
           "case__applicant__key", "case__applicant__sex", "case__applicant__birth_date",
           "case__applicant__citizenship")  # fmt: skip


@dataclass(frozen=True)
class Columns:
    """Some past applicants: keys for rounding, their groups, whether they reached the mark, and by what."""

    keys: tuple[int, ...]
    groups: tuple[tuple[str, ...], ...]
    reached: tuple[bool, ...]
    on: tuple[date, ...]
    contents: tuple[str, ...]


@dataclass
class Counter:
    """People read so far, and those of whom a fact is not known."""

    people: int = 0
    open: int = 0


def compare(key: str, version: RuleVersion | None, progress: Progress) -> Comparison:
    """Count the applicants of a rule set by group, and by other rules if a version is given; what is found is kept."""
    newest = newest_score(key)
    tally, count = Tally(*DIMENSIONS, "before", "after"), Counter()
    try:
        book = rulesets.of(version).book if version else None
        of = Score.objects.filter(rules__key=key).values("case").distinct().count() if version else 0
        for some in _past(key, newest):
            _add(tally, count, some, book)
            progress(min(count.people / of, 1.0) if of else 0.0, "people")
    except BadInput as letter:
        return _keep(key, version, newest, count, None, str(letter))
    return _keep(key, version, newest, count, tally.protected(settings.QONYS_SMALLEST_COUNT), "")


def newest_score(key: str) -> int:
    return Score.objects.filter(rules__key=key).aggregate(last=Max("pk"))["last"] or 0


def _add(tally: Tally, count: Counter, some: Columns, book: RuleBook | None) -> None:
    told = _facts(some.contents) if book else [None] * len(some.keys)
    rows = [row for row, facts in enumerate(told) if facts is not None or book is None]
    found = engine.reached(book, [some.on[r] for r in rows], [told[r] or {} for r in rows]) if book else some.reached
    for row, after in zip(rows, found, strict=True):
        before = some.reached[row]
        tally.add((*some.groups[row], str(before), str(before if after is None else after)), some.keys[row])
        count.open += after is None
    count.people += len(some.keys)


def _past(key: str, newest: int) -> Iterator[Columns]:
    """The last score of every case counted by that rule set, some thousands at a time."""
    last = Score.objects.filter(rules__key=key, pk__lte=newest).order_by().values("case")
    rows = Score.objects.filter(pk__in=last.annotate(last=Max("pk")).values("last")).order_by("pk")
    found = rows.values_list(*_FIELDS).iterator(AT_ONCE)
    while some := list(islice(found, AT_ONCE)):
        yield Columns(*zip(*(_row(*row) for row in some), strict=True))


def _row(pk: int, content: str, reached: bool, on: date, number: str, region: str, territory: str, person: Any,
         sex: str, born: date, citizenship: str) -> tuple[Any, ...]:  # fmt: skip
    groups = (str(sex), _age(age_on(born, on)), region or territory, citizenship or UNKNOWN)
    return record_key(str(person), "scored", number), groups, reached, on, content


def _facts(contents: Sequence[str]) -> list[dict[str, Any] | None]:
    """What each was counted by; None where it was erased."""
    kept: dict[str, dict[str, Any]] = {}
    for start in range(0, len(contents), AGAIN):
        some = contents[start : start + AGAIN]
        for pk, content in Personal.objects.filter(pk__in=some, erased=None).values_list("pk", "content"):
            kept[pk] = {each["name"]: each["value"] for each in json.loads(content)["inputs"]}
    return [kept.get(content) for content in contents]


def _keep(
    key: str, version: RuleVersion | None, newest: int, count: Counter, table: Protected | None, letter: str
) -> Comparison:
    rows = {name: _rows(table, name) for name in DIMENSIONS} if table else {}
    told = {"newest": newest, "open_ones": count.open, "rows": rows, "letter": letter, "made": timezone.now()}
    with transaction.atomic():
        kept, _new = Comparison.objects.update_or_create(key=key, version=version, defaults=told)
    return kept


def _rows(table: Protected, name: str) -> list[list[Any]]:
    """Of every group: people, and how many reached the mark before and after."""
    found: dict[str, list[int]] = {}
    for (group, before, after), count in table.over(name, "before", "after").items():
        row = found.setdefault(group, [0, 0, 0])
        row[0] += count
        row[1] += count * (before == "True")
        row[2] += count * (after == "True")
    return [[group, *counts] for group, counts in sorted(found.items())]


def _age(years: int) -> str:
    return next(name for limit, name in AGES if years < limit)
