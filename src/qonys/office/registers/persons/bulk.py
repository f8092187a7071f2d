"""Many persons at once: the same checks and keys as one by one, written in batches without a model object for each.

Every batch is one transaction with one line, in the stream `persons:<source>`: how many, the range of their row
numbers, and a digest over what was told of them. The stream of each person begins with what is told of him or her next.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.db import connection, models

from qonys.office.foundation.authority.models import Territory
from qonys.office.foundation.journal.services import append
from qonys.office.registers.persons import policies
from qonys.office.registers.persons.filling import FIELDS, fill
from qonys.office.registers.persons.models import Against, Person, Remark, Word
from qonys.office.registers.persons.names import words_of
from qonys.office.registers.persons.told import PersonTold
from qonys.office.registers.sources.models import Source

BATCH = 20_000
CACHE = 64 * 1024  # KiB of SQLite's pages kept in memory meanwhile; its 2 MiB are less than one batch touches
Told = tuple[PersonTold, Territory]
Row = tuple[Any, ...]
COLUMNS = ("key", *FIELDS, "sort_key", "search_key", "home_id", "source_id", "id")
REMARKED = ("person_id", "about", "against", "known", "told", "source_id")
IIN, BORN, PRECISION, SEX, SEARCH_KEY, SOURCE, ID = (
    COLUMNS.index(name) for name in ("iin", "birth_date", "birth_precision", "sex", "search_key", "source_id", "id")
)


def batches(told: Iterable[Told]) -> Iterator[list[Told]]:
    rest = iter(told)
    while batch := list(islice(rest, BATCH)):
        yield batch


def rows(told: Sequence[Told], source: Source) -> list[Row]:
    """What is told, checked, as rows without their number. Raises BadInput."""
    person = Person()  # one object for all: making a million costs more than writing a million rows
    as_key = Person._meta.get_field("key").get_db_prep_value
    found = []
    for each, territory in told:
        fill(person, vars(each))
        values = [getattr(person, field) for field in FIELDS]
        keys = (person.sort_key, person.search_key)
        found.append((as_key(uuid.uuid4(), connection), *values, *keys, territory.pk, source.pk))
    return found


def repeated(found: Sequence[Row]) -> set[int]:
    """Places of those whose number the register knows, or that came before in the batch."""
    numbers = [row[IIN] for row in found if row[IIN]]
    known = set(Person.objects.filter(iin__in=numbers).values_list("iin", flat=True).order_by())
    places = set()
    for place, row in enumerate(found):
        if row[IIN] in known:
            places.add(place)
        elif row[IIN]:
            known.add(row[IIN])
    return places


def insert(found: Sequence[Row], source: Source, actor: str) -> list[int]:
    """Write new persons, inside the caller's transaction; returns their row numbers in order."""
    if not found:
        return []
    numbers = reserve(Person, len(found))
    numbered = [(*row, number) for row, number in zip(found, numbers, strict=True)]
    _write(Person, COLUMNS, numbered)
    _write(Word, ("word", "person_id"), _words(numbered))
    _write(Remark, REMARKED, list(_remarks(numbered)))
    append(f"persons:{source.pk}", "taken", _line(numbered), actor=actor)
    return numbers


def reserve(model: type[models.Model], count: int) -> list[int]:
    """Row numbers nobody else gets, for a batch that refers to its own rows."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            wanted = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
            cursor.execute(wanted, [table, count])
            return [row[0] for row in cursor.fetchall()]
        # The write lock is held from here to the end of the transaction; AUTOINCREMENT goes on after the highest.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchone()
    first = (found[0] if found else 0) + 1
    return list(range(first, first + count))


@contextmanager
def roomy() -> Iterator[None]:
    """More memory for SQLite's pages while many rows are written."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA cache_size").fetchone()[0]
        cursor.execute(f"PRAGMA cache_size = -{CACHE}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA cache_size = {before}")


def _words(found: Sequence[Row]) -> list[tuple[str, int]]:
    """In the order of the index they are found by, which then grows in runs instead of everywhere at once."""
    return sorted((word, row[ID]) for row in found for word in words_of(row[SEARCH_KEY]))


def _remarks(found: Sequence[Row]) -> Iterator[Row]:
    for row in found:
        for each in policies.remarks_on_number(row[IIN], row[BORN], row[PRECISION], row[SEX]):
            yield row[ID], each.about, Against.NUMBER.value, each.seems, each.told, row[SOURCE]


def _write(model: type[models.Model], columns: Sequence[str], found: Sequence[Row]) -> None:
    if not found:
        return
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # COPY takes a third of the time of as many INSERTs
            with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in found:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", found)


def _line(found: Sequence[Row]) -> dict[str, Any]:
    digest = hashlib.sha256()
    for row in found:
        digest.update(repr(row).encode())
    return {"persons": len(found), "first": found[0][ID], "last": found[-1][ID], "digest": digest.hexdigest()}
