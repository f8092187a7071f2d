"""People from a table, as codes a rule set can score; what cannot be is named by its row, column and value."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from qonys.engines.scoring.kinds import Kind, Sort
from qonys.engines.scoring.people import People, people
from qonys.engines.scoring.rules import Field, RuleSet
from qonys.engines.vocabulary.errors import BadInput, DuplicateCell, MissingColumn, UnreadableFile

ID = "id"
YES = ("1", "true", "yes", "1.0")
NO = ("0", "false", "no", "0.0")
EPOCH = 719_163  # the ordinal of 1970-01-01, from which polars counts days


@dataclass(frozen=True)
class Table:
    """People as a table and as codes; `ignored` are columns the rule set does not ask for."""

    ids: pl.Series
    people: People
    ignored: tuple[str, ...]


def read_people(path: Path, rules: RuleSet) -> Table:
    """The people of a .parquet or .csv file. Raises BadInput."""
    frame = _frame(path, rules)
    return take(frame, rules, path.name, first_row=2 if path.suffix == ".csv" else 1)


def take(frame: pl.DataFrame, rules: RuleSet, name: str, first_row: int = 1) -> Table:
    """The people of a frame. `first_row` is how letters number its first row. Raises BadInput."""
    ids = _ids(frame, name, first_row)
    columns: dict[str, np.ndarray] = {}
    unknown: dict[str, np.ndarray] = {}
    for field in rules.fields:
        if field.name in frame.columns:
            column = frame[field.name]
            codes = _codes(field, column, name, first_row)
            if codes.null_count():
                unknown[field.name] = codes.is_null().to_numpy()
            columns[field.name] = codes.fill_null(field.kind.low).to_numpy()
        elif field.absent is None:
            remedy = "Add the column; leave cells empty where it is not known."
            raise MissingColumn("the rule set asks for this column.", where=name, value=field.name, remedy=remedy)
    known = {ID, *rules.by_name}
    return Table(
        ids, people(rules, columns, unknown, len(frame)), tuple(each for each in frame.columns if each not in known)
    )


def _frame(path: Path, rules: RuleSet) -> pl.DataFrame:
    try:
        match path.suffix:
            case ".parquet":
                wanted = {ID, *rules.by_name}
                held = pl.read_parquet_schema(path)
                frame = pl.read_parquet(path, columns=[each for each in held if each in wanted])
                return frame.with_columns(pl.lit(None).alias(each) for each in held if each not in wanted)
            case ".csv":
                return pl.read_csv(path, infer_schema=False)
    except OSError as problem:
        said = f"the file cannot be opened ({problem.strerror or problem})."
        raise UnreadableFile(said, where=path.name, remedy="Put the file there.") from problem
    except (pl.exceptions.PolarsError, ValueError) as problem:
        said = f"the file is not what its name says ({str(problem).splitlines()[0]})."
        raise UnreadableFile(said, where=path.name, remedy="Export it again as CSV (UTF-8) or Parquet.") from problem
    raise UnreadableFile("people come as .csv or .parquet.", where=path.name, remedy="Export them in one of the two.")


def _ids(frame: pl.DataFrame, name: str, first_row: int) -> pl.Series:
    if ID not in frame.columns:
        remedy = "Add it: one id for each person, each once."
        raise MissingColumn("there is no column id.", where=name, remedy=remedy)
    ids = _emptied(frame[ID])
    if ids.null_count():
        row = int(ids.is_null().arg_true()[0]) + first_row
        raise BadInput("this person has no id.", where=f"Row {row} of {name}: id", remedy="Give each person an id.")
    if ids.n_unique() < len(ids):
        row = int((~ids.is_first_distinct()).arg_true()[0])
        where = f"Row {row + first_row} of {name}: id"
        raise DuplicateCell(
            "this id stands there twice.", where=where, value=ids[row], remedy="Give each person their own."
        )
    return ids


def _codes(field: Field, column: pl.Series, name: str, first_row: int) -> pl.Series:
    """The codes of a column, null where nothing is stated. Raises BadInput naming the first wrong cell."""
    stated = _emptied(column)
    codes = _READERS[field.kind.sort](field, stated)
    kind = field.kind
    wrong = stated.is_not_null() & (codes.is_null() | (codes < kind.low) | (codes > kind.high)).fill_null(True)
    if wrong.any():
        row = int(wrong.arg_true()[0])
        where = f"Row {row + first_row} of {name}: {field.name}"
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


def facts_of(table: Table, row: int, rules: RuleSet) -> dict[str, object]:
    """What is known of the person in a row, as the assessment of one person wants it."""
    known: dict[str, object] = {}
    for place, field in enumerate(rules.fields):
        if table.people.unknown is None or not table.people.unknown[place, row]:
            known[field.name] = _value(field.kind, int(table.people.codes[place, row]))
    return known


def _value(kind: Kind, code: int) -> object:
    return kind.value(code)
