"""Rows put into an empty database, exactly as they were."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, transaction

from qonys.office.foundation.archive import rows
from qonys.office.foundation.archive.refusals import UnfitRow
from qonys.office.foundation.archive.rows import Table


def fill(table: Table, lines: Iterable[str]) -> None:
    """A block of lines. Raises UnfitRow with the key of the first row that the database refuses."""
    statement, fields = rows.insertion(table, DEFAULT_DB_ALIAS), table.fields
    block = [_values(fields, line) for line in lines]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(statement, block)
    except (DatabaseError, OverflowError, ValueError) as error:
        raise _letter(table, statement, block) or error from error


def _values(fields: tuple[Any, ...], line: str) -> list[Any]:
    values = json.loads(line)
    return [rows.stored(each, value, DEFAULT_DB_ALIAS) for each, value in zip(fields, values, strict=True)]


def _letter(table: Table, statement: str, block: list[list[Any]]) -> UnfitRow | None:
    """Row by row, to find the one; its contents are not told, since they may be personal."""
    place = [each.primary_key for each in table.fields].index(True)
    for row in block:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement, row)
        except (DatabaseError, OverflowError, ValueError) as error:
            what = str(error).splitlines()[0].partition(":")[0]
            return UnfitRow(
                f"{table.label} {row[place]}: {connection.vendor} does not take this row ({type(error).__name__}: "
                f"{what}). A text may be too long for its column, or hold a zero byte. Correct it at the source."
            )
    return None
