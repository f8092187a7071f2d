"""What a book holds when it is closed, written down: a handful of statements, however many requests there were."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from qonys.office.casework.ledger.book import Book
from qonys.office.casework.ledger.models import Entry, Quota, Reservation
from qonys.office.casework.ledger.states import State

HEADS = 50  # of a waiting list, read at once
_QUOTA = """
    UPDATE ledger_quota SET granted = %s, available = %s, reserved = %s, frozen = %s, used = %s,
           waiting = %s, arrivals = %s, entries = %s WHERE id = %s
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
    for entry in book.entries:
        entry.reservation_id = entry.reservation.pk if entry.reservation else None
    Entry.objects.bulk_create(book.entries)
    with connection.cursor() as cursor:
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


def _row(quota: Quota) -> tuple[int, ...]:
    accounts = (quota.granted, quota.available, quota.reserved, quota.frozen, quota.used)
    return (*accounts, quota.waiting, quota.arrivals, quota.entries, quota.pk)
