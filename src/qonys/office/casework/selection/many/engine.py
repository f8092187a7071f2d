"""Facts of many people as columns of codes, through the vectorised rules, and back as who reaches the mark."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qonys.engines.scoring.kinds import Sort
from qonys.engines.scoring.people import people
from qonys.engines.scoring.rules import Field, RuleBook, RuleSet
from qonys.engines.scoring.scores import total_only
from qonys.engines.vocabulary.errors import BadInput

WRONG = np.iinfo(np.int64).min  # stands for what the rules cannot read
Facts = Sequence[Mapping[str, Any]]


def reached(book: RuleBook, days: Sequence[date], facts: Facts) -> list[bool | None]:
    """Who reaches the mark by these rules, each by the law of a day; None where a fact the law asks for is not known.

    A law without a mark refuses nobody. What it does not ask for does not count.
    """
    found: list[bool | None] = [None] * len(facts)
    for law, rows in _by_law(book, days):
        for row, reaches in zip(rows, _reached(law, [facts[row] for row in rows]), strict=True):
            found[row] = reaches
    return found


def _by_law(book: RuleBook, days: Sequence[date]) -> Iterator[tuple[RuleSet, list[int]]]:
    """Between two changes of the book the law is one; after its end there is none."""
    rows: dict[date, list[int]] = {}
    for row, told in enumerate(days):
        day = max(told, book.since)
        if book.until is None or day <= book.until:
            rows.setdefault(book.changes[bisect_right(book.changes, day) - 1], []).append(row)
    for day, some in sorted(rows.items()):
        yield book.on(day), some


def _reached(law: RuleSet, facts: Facts) -> list[bool | None]:
    columns, unknown = dict[str, NDArray[np.int64]](), dict[str, NDArray[np.bool_]]()
    whole = np.ones(len(facts), dtype=bool)
    for field in law.fields:
        codes, absent = _column(field, facts)
        whole &= codes != WRONG
        if field.absent is None:
            whole &= ~absent
        columns[field.name], unknown[field.name] = codes, absent
    some = {name: codes[whole] for name, codes in columns.items()}
    marks = {name: absent[whole] for name, absent in unknown.items()}
    total = total_only(law, people(law, some, marks, int(whole.sum())))
    passes = iter((total >= law.pass_mark.points if law.pass_mark else np.ones(len(total), dtype=bool)).tolist())
    return [next(passes) if known else None for known in whole.tolist()]


def _column(field: Field, facts: Facts) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Codes, and where nothing is stated; each value is read once, however many people share it."""
    known: dict[tuple[type, Any], int] = {}
    codes = np.full(len(facts), field.kind.low, dtype=np.int64)
    absent = np.zeros(len(facts), dtype=bool)
    for row, told in enumerate(facts):
        value = told.get(field.name)
        if value is None:
            absent[row] = True
            continue
        key = (type(value), value)  # yes and 1 are equal, and not the same
        if key not in known:
            known[key] = _code(field, value)
        codes[row] = known[key]
    return codes, absent


def _code(field: Field, value: Any) -> int:
    try:
        if field.kind.sort is Sort.DATE and isinstance(value, str):
            value = date.fromisoformat(value)
        return field.kind.code(value)
    except (BadInput, ValueError):
        return int(WRONG)
