"""People as the kernel wants them: one row of codes for each field, as narrow as the fields allow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from qonys.engines.scoring.rules import Field, RuleSet
from qonys.engines.vocabulary.errors import BadInput, MissingCell, MissingColumn, OutOfRange


@dataclass(frozen=True)
class People:
    """`codes` (fields, persons) in the order of the rule set's fields; `unknown` marks cells nobody knows, if any."""

    fields: tuple[str, ...]
    codes: np.ndarray
    unknown: np.ndarray | None = None

    def __len__(self) -> int:
        return int(self.codes.shape[1])

    @property
    def incomplete(self) -> np.ndarray:
        """The rows of people of whom something is unknown."""
        if self.unknown is None:
            return np.zeros(0, dtype=np.int64)
        return np.flatnonzero(self.unknown.any(axis=0))

    def rows(self, which: np.ndarray) -> People:
        unknown = None if self.unknown is None else self.unknown[:, which]
        return People(self.fields, np.ascontiguousarray(self.codes[:, which]), unknown)


def people(
    rules: RuleSet,
    columns: Mapping[str, np.ndarray],
    unknown: Mapping[str, np.ndarray] | None = None,
    size: int | None = None,
) -> People:
    """People from columns of codes (`Kind.code`), checked against the bounds of the fields. Raises BadInput.

    `unknown` marks cells whose code means nothing; a column that is not there is unknown throughout. Either takes what
    the law takes where nothing is stated, if it says so.
    """
    persons = size if size is not None else len(next(iter(columns.values()), ()))
    codes: np.ndarray = np.empty((len(rules.fields), persons), dtype=narrowest(rules))
    marks = np.zeros((len(rules.fields), persons), dtype=bool)
    for row, field in enumerate(rules.fields):
        if field.name not in columns:
            codes[row], marks[row] = _absent(field), field.absent is None
            continue
        open_cells = (unknown or {}).get(field.name)
        codes[row] = _checked(field, columns[field.name], open_cells, persons)
        if open_cells is not None:
            codes[row][open_cells] = _absent(field)
            marks[row] = open_cells & (field.absent is None)
    return People(tuple(rules.by_name), codes, marks if marks.any() else None)


def demand_complete(rules: RuleSet, given: People) -> None:
    """Raises MissingCell where something is unknown, MissingColumn where people were made for another rule set."""
    if given.fields != tuple(rules.by_name):
        remedy = "Make them with people(rules, columns)."
        raise MissingColumn("these people were described for another rule set.", where=rules.name, remedy=remedy)
    if len(given.incomplete):
        row = int(given.incomplete[0])
        assert given.unknown is not None
        open_fields = ", ".join(np.array(given.fields)[given.unknown[:, row]])
        remedy = "State it, or ask for the bounds of the score."
        raise MissingCell(f"not known: {open_fields}.", where=f"Person {row + 1}", remedy=remedy)


def narrowest(rules: RuleSet) -> type:
    """One byte a fact where that holds every field's codes. Two widths only: the kernel is compiled for each."""
    one_byte = np.iinfo(np.int8)
    fits = all(one_byte.min <= field.kind.low and field.kind.high <= one_byte.max for field in rules.fields)
    return np.int8 if fits else np.int32


def _absent(field: Field) -> int:
    return field.kind.low if field.absent is None else field.kind.code(field.absent)


def _checked(field: Field, column: np.ndarray, unknown: np.ndarray | None, size: int) -> np.ndarray:
    if len(column) != size:
        raise BadInput(
            f"column {field.name} has {len(column)} rows, others {size}.", remedy="Give columns of one length."
        )
    if field.completed and column.dtype.kind == "f":
        column = np.floor(np.nan_to_num(column, nan=field.kind.low))
    wrong = (column < field.kind.low) | (column > field.kind.high)
    if column.dtype.kind == "f":
        wrong |= column != np.floor(column)
    if unknown is not None:
        wrong &= ~unknown
    if wrong.any():
        row = int(np.argmax(wrong))
        where = f"Row {row + 1}: {field.name}"
        raise OutOfRange(
            "this value is outside its bounds.",
            where=where,
            value=column[row].item(),
            remedy=f"Give {field.kind.said}.",
        )
    return column
