"""Files of records as they come from offices: many headings, date formats and spellings of sex; what is wrong is named.

A value nobody can read that holds digits (a date with a letter in it, a number too long) counts as missing and is told
of; one that is no date or sex at all is refused, because then the columns are probably exchanged.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from qonys.engines.linkage.people import Told
from qonys.engines.vocabulary.errors import BadInput, MissingColumn, UnreadableFile
from qonys.tables import Table, open_table

HEADINGS: dict[str, tuple[str, ...]] = {
    "id": ("id", "rec_id", "record_id", "unique_id"),
    "surname": ("surname", "last_name", "family_name", "lastname", "фамилия", "тегі"),
    "given": ("given", "given_name", "first_name", "name", "firstname", "имя", "аты"),
    "patronymic": ("patronymic", "middle_name", "father_name", "отчество", "әкесінің_аты"),
    "birth_date": ("birth_date", "date_of_birth", "dob", "birthdate", "дата_рождения", "туған_күні"),
    "sex": ("sex", "gender", "пол", "жынысы"),
    "birth_place": ("birth_place", "place_of_birth", "place", "место_рождения", "туған_жері"),
    "iin": ("iin", "иин", "жсн"),
    "document": ("document", "passport", "document_number", "soc_sec_id", "документ", "құжат"),
    "address": ("address", "адрес", "мекенжайы"),
    "phone": ("phone", "telephone", "phone_number", "телефон"),
}
NOTHING = frozenset(
    ("", "-", "--", "n/a", "na", "nan", "null", "none", "unknown", "нет", "жоқ", "не указано", "?", "nat")
)
MEN = frozenset(("m", "male", "man", "м", "муж", "мужской", "ер", "е", "еркек", "1"))
WOMEN = frozenset(("f", "female", "woman", "ж", "жен", "женский", "ә", "әйел", "2", "w"))
NEITHER = frozenset(("x", "u", "0", "3", "other", "o"))
IIN_DIGITS, LOST_ZEROS = 12, 3  # a spreadsheet drops the zeros before 000101...

_YEAR_FIRST = re.compile(r"(\d{4})(?:[-./ ](\d{1,2})(?:[-./ ](\d{1,2}))?)?(?:[T ][\d:.+Z-]*)?")
_YEAR_LAST = re.compile(r"(?:(\d{1,2})[-./ ])?(?:(\d{1,2})[-./ ])?(\d{4})(?: [\d:.]*)?(?:\s?(?:г|ж)\.?)?")
_SHORT_YEAR = re.compile(r"(\d{1,2})[-./ ](\d{1,2})[-./ ](\d{2})")
_EIGHT = re.compile(r"\d{8}(?:\.0)?")
_SHORT_TURNS = 27  # 01.02.26 is 2026, 01.02.27 is 1927


@dataclass(frozen=True)
class Records:
    """One file: the ids in its order, what it tells, and what could not be read in it."""

    ids: list[str]
    told: Told
    notes: tuple[str, ...]


def read(path: Path) -> Records:
    """A CSV or Parquet file of records. Raises BadInput."""
    table = open_table(path)
    frame = table.read().cast(pl.String)
    if not len(frame):
        raise UnreadableFile("the file holds no records.", where=path.name, remedy="Give at least one row.")
    columns = _columns(frame, path)
    ids = pl.Series("id", columns.pop("id"), dtype=pl.String)
    table.refuse_unnamed(ids)
    texts = {key: column for key, column in columns.items() if key not in ("birth_date", "sex", "iin", "birth_place")}
    notes: list[str] = []
    dates = _values(columns, "birth_date", _date, table, notes)
    return Records(
        ids.to_list(),
        Told(
            len(ids), **texts, place=columns.get("birth_place", ()),
            year=[each[0] for each in dates], month=[each[1] for each in dates], day=[each[2] for each in dates],
            sex=_values(columns, "sex", _sex, table, notes), iin=_values(columns, "iin", _iin, table, notes),
        ),
        tuple(notes),
    )  # fmt: skip


def columns_of(frame: pl.DataFrame) -> Told:
    """A table with the columns of a register in the forms of the invented ones, for measurements."""
    dates = [_date(value or "") for value in frame["birth_date"]]
    texts = {name: frame[name].to_list() for name in ("surname", "given", "patronymic")}
    return Told(
        len(frame), **texts, place=frame["birth_place"].to_list(),
        year=[each[0] for each in dates], month=[each[1] for each in dates], day=[each[2] for each in dates],
        sex=[_sex(value or "") for value in frame["sex"]], iin=[_iin(value or "") for value in frame["iin"]],
    )  # fmt: skip


def _columns(frame: pl.DataFrame, path: Path) -> dict[str, list[str | None]]:
    names = {heading: key for key, headings in HEADINGS.items() for heading in headings}
    found: dict[str, list[str | None]] = {}
    for column in frame.columns:
        key = names.get(column.strip().lstrip("\ufeff").lower().replace(" ", "_"))
        if key and key not in found:
            found[key] = frame[column].to_list()
    if "id" not in found:
        raise MissingColumn("there is no column of ids.", where=path.name, value=frame.columns, remedy="Name one `id`.")
    if not {"surname", "given", "iin", "document", "birth_date"} & set(found):
        problem = "no column tells who a record is of."
        remedy = f"Name the columns {', '.join(list(HEADINGS)[1:])}, as far as they are known."
        raise MissingColumn(problem, where=path.name, value=frame.columns, remedy=remedy)
    return {key: [_some(value) for value in values] if key != "id" else values for key, values in found.items()}


def _some(value: str | None) -> str | None:
    return None if value is None or value.strip().lower() in NOTHING else value


def _values(
    columns: dict[str, list[str | None]],
    key: str,
    parse: Callable[[str], object],
    table: Table,
    notes: list[str],
) -> list:  # type: ignore[type-arg]
    """A column read value by value, each different one once."""
    column = columns.get(key)
    if column is None:
        return []
    empty = parse("")
    known: dict[str | None, object] = {None: empty}
    unread = 0
    for row, value in enumerate(column):
        if value in known:
            continue
        try:
            known[value] = parse(value.strip())  # type: ignore[union-attr]
        except _Unread:
            known[value] = empty
            unread += 1
            if unread == 1:
                notes.append(f"{table.row(row)}, {key}: {value!r} cannot be read and counts as missing.")
        except ValueError as error:
            remedy = f"{error} Leave the cell empty if it is not known."
            raise BadInput(f"this is no {key}.", where=table.row(row), value=value, remedy=remedy) from None
    if unread > 1:
        notes.append(f"{table.path.name}, {key}: {unread} different values cannot be read and count as missing.")
    return [known[value] for value in column]


class _Unread(Exception):
    """A value with digits in it that means nothing certain."""


def _date(text: str) -> tuple[int, int, int]:
    """Year, month, day, with 0 for what is not told. Impossible days are kept: their digits still compare."""
    if not text:
        return 0, 0, 0
    if _EIGHT.fullmatch(text):
        digits = text[:8]
        year_first = 1850 < int(digits[:4]) < 2100
        parts = (digits[:4], digits[4:6], digits[6:]) if year_first else (digits[4:], digits[2:4], digits[:2])
        return int(parts[0]), int(parts[1]), int(parts[2])
    if found := _YEAR_FIRST.fullmatch(text):
        return int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if found := _YEAR_LAST.fullmatch(text):
        day, month = (found[1], found[2]) if found[2] else (0, found[1])
        return _sensible(int(found[3]), int(month or 0), int(day or 0))
    if found := _SHORT_YEAR.fullmatch(text):
        year = int(found[3])
        return _sensible(year + (2000 if year < _SHORT_TURNS else 1900), int(found[2]), int(found[1]))
    if any(map(str.isdigit, text)):
        raise _Unread
    raise ValueError("Write it as 1984-05-31 or 31.05.1984.")


def _sensible(year: int, month: int, day: int) -> tuple[int, int, int]:
    """05/31/1984 has the month first."""
    return (year, day, month) if month > 12 >= day else (year, month, day)


def _sex(text: str) -> int:
    told = text.lower().rstrip(".").removesuffix(".0")
    if told in MEN:
        return 0
    if told in WOMEN:
        return 1
    if not told or told in NEITHER:
        return -1
    raise ValueError("Write M or F.")


def _iin(text: str) -> int:
    digits = "".join(filter(str.isdigit, text.removesuffix(".0")))
    if not text:
        return -1
    if IIN_DIGITS - LOST_ZEROS <= len(digits) <= IIN_DIGITS:
        return int(digits)
    raise _Unread
