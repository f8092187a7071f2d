"""People from a table, as codes a rule set can score; what cannot be is named by its row, column and value."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from qonys.engines.scoring.kinds import Kind, Sort
from qonys.engines.scoring.people import People, people
from qonys.engines.scoring.rules import Field, RuleSet
from qonys.engines.vocabulary.errors import BadInput
from qonys.tables import Table, open_table

ID = "id"
ALL_COLUMNS = "The rule set asks for it: add the column, and leave cells empty where nothing is known."
YES = ("1", "true", "yes", "1.0")
NO = ("0", "false", "no", "0.0")
EPOCH = 719_163  # the ordinal of 1970-01-01, from which polars counts days


@dataclass(frozen=True)
class Told:
    """People as a table and as codes; `ignored` are columns the rule set does not ask for."""

    ids: pl.Series
    people: People
    ignored: tuple[str, ...]


def read_people(path: Path, rules: RuleSet) -> Told:
    """The people of a .parquet or .csv file. Raises BadInput."""
    table = open_table(path)
    table.need(ID, *(each.name for each in rules.fields if each.absent is None), remedy=ALL_COLUMNS)
    frame = table.read(ID, *(each.name for each in rules.fields if each.name in table.columns))
    ids = _emptied(frame[ID])
    table.refuse_unnamed(ids)
    columns: dict[str, np.ndarray] = {}
    unknown: dict[str, np.ndarray] = {}
    for field in rules.fields:
        if field.name in frame.columns:
            column = frame[field.name]
            codes = _codes(field, column, table)
            if codes.null_count():
                unknown[field.name] = codes.is_null().to_numpy()
            columns[field.name] = codes.fill_null(field.kind.low).to_numpy()
    known = {ID, *rules.by_name}
    ignored = tuple(each for each in table.columns if each not in known)
    return Told(ids, people(rules, columns, unknown, len(frame)), ignored)


def _codes(field: Field, column: pl.Series, table: Table) -> pl.Series:
    """The codes of a column, null where nothing is stated. Raises BadInput naming the first wrong cell."""
    stated = _emptied(column)
    codes = _READERS[field.kind.sort](field, stated)
    kind = field.kind
    wrong = stated.is_not_null() & (codes.is_null() | (codes < kind.low) | (codes > kind.high)).fill_null(True)
    if wrong.any():
        row = int(wrong.arg_true()[0])
        where = f"{table.row(row)}: {field.name}"
        raise BadInput("this value cannot be.", where=where, value=stated[row], remedy=f"Give {kind.said}.")
    return codes


def _emptied(column: pl.Series) -> pl.Series:
    """Empty texts and NaN are nothing."""
    if column.dtype.is_float():
        return column.fill_nan(None)
    if column.dtype in (pl.Categorical, pl.Enum):
        return column.cast(pl.String)
    if column.dtype != pl.String:
        return column
    stripped = column.str.strip_chars()
    return pl.select(pl.when(stripped != "").then(stripped)).to_series().alias(column.name)


def _category(field: Field, column: pl.Series) -> pl.Series:
    if column.dtype != pl.String:
        return pl.Series([None] * len(column), dtype=pl.Int32)
    named = column.cast(pl.Enum(field.kind.values), strict=False)
    return named.to_physical().cast(pl.Int32)


def _yes_no(field: Field, column: pl.Series) -> pl.Series:
    if column.dtype == pl.Boolean or column.dtype.is_integer():
        return column.cast(pl.Int64)
    if column.dtype.is_float():
        return _whole_numbers(column)
    if column.dtype != pl.String:
        return pl.Series([None] * len(column), dtype=pl.Int32)
    words = dict.fromkeys(YES, 1) | dict.fromkeys(NO, 0)
    return column.str.to_lowercase().replace_strict(words, default=None, return_dtype=pl.Int32)


def _whole(field: Field, column: pl.Series) -> pl.Series:
    if column.dtype.is_integer():
        return column if column.dtype.is_signed_integer() else column.cast(pl.Int64, strict=False)
    if column.dtype not in (pl.String, pl.Float32, pl.Float64):
        return pl.Series([None] * len(column), dtype=pl.Int64)
    if column.dtype == pl.String:
        numbers = column.cast(pl.Int64, strict=False)
        if numbers.null_count() == column.null_count():
            return numbers
    numbers = column.cast(pl.Float64, strict=False)
    return numbers.floor().cast(pl.Int64, strict=False) if field.completed else _whole_numbers(numbers)


def _whole_numbers(column: pl.Series) -> pl.Series:
    """2.0 is 2; 2.5 is no whole number."""
    whole = pl.select(pl.when(column == column.floor()).then(column)).to_series()
    return whole.cast(pl.Int64, strict=False)


def _date(field: Field, column: pl.Series) -> pl.Series:
    if column.dtype == pl.String:
        column = column.str.to_date("%Y-%m-%d", strict=False)
    if column.dtype == pl.Datetime:
        column = column.dt.date()
    if column.dtype != pl.Date:
        return pl.Series([None] * len(column), dtype=pl.Int32)
    return column.to_physical() + EPOCH


_READERS = {Sort.CATEGORY: _category, Sort.YES_NO: _yes_no, Sort.WHOLE: _whole, Sort.DATE: _date}


def facts_of(told: Told, row: int, rules: RuleSet) -> dict[str, object]:
    """What is known of the person in a row, as the assessment of one person wants it."""
    known: dict[str, object] = {}
    for place, field in enumerate(rules.fields):
        if told.people.unknown is None or not told.people.unknown[place, row]:
            known[field.name] = _value(field.kind, int(told.people.codes[place, row]))
    return known


def _value(kind: Kind, code: int) -> object:
    return kind.value(code)
