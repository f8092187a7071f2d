"""What a book holds when it is closed, written down: a handful of statements, however many requests there were.

They are SQL, since a round of a commission writes thousands of rows in one go and its siege a million.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from qonys.office.casework.ledger.book import Book, Line
from qonys.office.casework.ledger.models import Quota, Reservation
from qonys.office.casework.ledger.states import State

HEADS = 50  # of a waiting list, read at once
_QUOTA = """
    UPDATE ledger_quota SET granted = %s, available = %s, reserved = %s, frozen = %s, used = %s,
           waiting = %s, arrivals = %s, entries = %s WHERE id = %s
"""
_ENTRY = """
    INSERT INTO ledger_entry (quota_id, number, act, source, target, units, order_id, reservation_id, at, actor)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
_RESERVATION = "UPDATE ledger_reservation SET state = %s, expires = %s, remaining = %s, changed = %s WHERE id = %s"


def close(book: Book) -> None:
    """First what changed, then what is new: a family that gave one place back may take another in one go."""
    _write_changed(book)
    Reservation.objects.bulk_create(book.new)
    book.new.clear()
    for number in sorted(book.touched):
        _promote(book, book.quotas[number])
    _write_changed(book)
    with connection.cursor() as cursor:
        at = connection.ops.adapt_datetimefield_value(book.now)
        cursor.executemany(_ENTRY, [(*_line(entry), at, book.actor) for entry in book.entries])
        cursor.executemany(_QUOTA, [_row(book.quotas[number]) for number in sorted(book.touched)])


def _promote(book: Book, quota: Quota) -> None:
    """Give what is free to those who wait, in their order, until the first whom it does not suffice."""
    while quota.waiting and quota.available:
        before = quota.waiting
        for head in _heads(book, quota):
            if head.units > quota.available:
                return
            book.change(head, State.RESERVED)
        _write_changed(book)
        if quota.waiting == before:
            return


def _heads(book: Book, quota: Quota) -> Iterator[Reservation]:
    found = Reservation.objects.filter(quota=quota.pk, state=State.WAITING).order_by("priority", "arrival")[:HEADS]
    for each in found:
        yield book.held.setdefault(each.key, each)  # who asked in this very transaction sees what became of it


def _write_changed(book: Book) -> None:
    if book.changed:
        with connection.cursor() as cursor:
            rows = [(each.state, *_moments(each), each.pk) for each in book.changed.values()]
            cursor.executemany(_RESERVATION, rows)
        book.changed.clear()


def _moments(held: Reservation) -> tuple[object, ...]:
    """As the database at hand writes moments and durations."""
    return tuple(
        Reservation._meta.get_field(name).get_db_prep_save(getattr(held, name), connection)
        for name in ("expires", "remaining", "changed")
    )


def _line(line: Line) -> tuple[object, ...]:
    return (*line[:6], line.order.pk if line.order else None, line.reservation.pk if line.reservation else None)


def _row(quota: Quota) -> tuple[int, ...]:
    accounts = (quota.granted, quota.available, quota.reserved, quota.frozen, quota.used)
    return (*accounts, quota.waiting, quota.arrivals, quota.entries, quota.pk)
