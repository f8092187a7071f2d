"""A table as lines of text that mean the same on both databases, and the sum that says whether two tables are alike.

A line is a JSON list of the values of one row, in the order of the columns: moments in UTC, amounts and UUIDs as text,
bytes in base 64, JSON as text with sorted keys. Nothing is read that the models do not know.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps.registry import Apps
from django.db import connections
from django.db.models import BinaryField, Field, JSONField, Model

from qonys.office.foundation.journal.canonical import moment

CHUNK = 2000  # rows fetched at a time
MODULUS = 2**256


@dataclass(frozen=True)
class Table:
    """The rows of one model; `order` is that of the columns where another than the model's is wanted."""

    model: type[Model]
    order: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return self.model._meta.label

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    @property
    def fields(self) -> tuple[Field[Any, Any], ...]:
        kept = [each for each in self.model._meta.local_concrete_fields if not getattr(each, "generated", False)]
        return tuple(sorted(kept, key=lambda each: self.order.index(each.column)) if self.order else kept)

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(each.column for each in self.fields)

    def count(self, database: str) -> int:
        return self.model._base_manager.using(database).count()

    def lines(self, database: str) -> Iterator[str]:
        """Every row, in the order of its key."""
        fields = self.fields
        names = [each.attname for each in fields]
        rows = self.model._base_manager.using(database).order_by("pk").values_list(*names)
        for row in rows.iterator(CHUNK):
            values = [plain(each, value) for each, value in zip(fields, row, strict=True)]
            yield json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def every_table(apps: Apps) -> list[Table]:
    """One for each table of the office, those between two others included."""
    models = apps.get_models(include_auto_created=True)
    kept = [Table(each) for each in models if each._meta.managed and not each._meta.proxy]
    return sorted(kept, key=lambda table: table.name)


@dataclass
class Tally:
    """How many rows, and the sum of their hashes: the same for the same rows, in whatever order they come."""

    rows: int = 0
    _sum: int = field(default=0, repr=False)

    def add(self, line: str) -> None:
        self.rows += 1
        self._sum = (self._sum + int.from_bytes(hashlib.sha256(line.encode()).digest())) % MODULUS

    @property
    def digest(self) -> str:
        return f"{self._sum:064x}"


def tally(lines: Iterable[str]) -> Tally:
    told = Tally()
    for line in lines:
        told.add(line)
    return told


def plain(column: Field[Any, Any], value: Any) -> Any:
    """A value as JSON keeps it."""
    if isinstance(column, JSONField):
        return None if value is None and column.null else json.dumps(value, cls=column.encoder, sort_keys=True)
    match value:
        case None | bool() | int() | float() | str():
            return value
        case datetime():
            return moment(value)
        case date() | time():
            return value.isoformat()
        case bytes() | bytearray() | memoryview():
            return base64.b64encode(bytes(value)).decode("ascii")
        case Decimal() | UUID() | timedelta():
            return str(value)
    raise TypeError(
        f"{column}: {type(value).__name__} has no way into a backup yet. Teach rows.plain to write it down."
    )


def stored(column: Field[Any, Any], value: Any, database: str) -> Any:
    """A value of a line as the database takes it."""
    connection = connections[database]
    if value is None:
        return None
    if isinstance(column, JSONField):
        return connection.ops.adapt_json_value(json.loads(value), column.encoder)
    if isinstance(column, BinaryField):
        value = base64.b64decode(value)
    return column.get_db_prep_save(column.to_python(value), connection)


def insertion(table: Table, database: str) -> str:
    """The statement that puts a row in as it is: nothing is stamped anew, no default is filled in."""
    quote = connections[database].ops.quote_name
    columns: Sequence[str] = [quote(each) for each in table.columns]
    places = ", ".join(["%s"] * len(columns))
    return f"INSERT INTO {quote(table.name)} ({', '.join(columns)}) VALUES ({places})"
