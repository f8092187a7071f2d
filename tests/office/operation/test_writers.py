"""SQLite with many writers: nobody fails, nobody waits for long, and a door that stays closed is said to be closed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.utils import ConnectionHandler, OperationalError

from qonys.office.foundation.watch import statistics
from qonys.office.project.database import database

WRITERS, TIMES = 8, 15


@pytest.fixture
def office(tmp_path: Path, django_db_blocker: Any) -> Iterator[ConnectionHandler]:
    """Connections to a file of its own, one for each thread."""
    handler = ConnectionHandler({"default": database("", tmp_path)})
    with django_db_blocker.unblock():
        with handler["default"].cursor() as cursor:
            cursor.execute("CREATE TABLE counted (total INTEGER NOT NULL)")
            cursor.execute("INSERT INTO counted VALUES (0)")
        yield handler
        handler["default"].close()


@contextmanager
def writing(connection: Any) -> Iterator[Any]:
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    with connection.cursor() as cursor:
        yield cursor
    connection.commit()
    connection.set_autocommit(True)


def total(office: ConnectionHandler) -> int:
    with office["default"].cursor() as cursor:
        return int(cursor.execute("SELECT total FROM counted").fetchone()[0])


def test_writers_wait_in_turn_and_lose_nothing(office: ConnectionHandler) -> None:
    waited: list[float] = []

    def count() -> None:
        for _ in range(TIMES):
            asked = time.perf_counter()
            with writing(office["default"]) as cursor:
                waited.append(time.perf_counter() - asked)
                before = cursor.execute("SELECT total FROM counted").fetchone()[0]
                time.sleep(0.002)
                cursor.execute("UPDATE counted SET total = %s", [before + 1])
        office["default"].close()

    threads = [threading.Thread(target=count) for _ in range(WRITERS)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert total(office) == WRITERS * TIMES == len(waited)


def test_a_door_that_stays_closed_is_said_to_be_closed(office: ConnectionHandler) -> None:
    letters: list[str] = []

    def try_to_write() -> None:
        office["default"].settings_dict["OPTIONS"] = office["default"].settings_dict["OPTIONS"] | {"timeout": 0.1}
        for attempt in (write_in_a_transaction, write_at_once):
            try:
                attempt(office)
            except OperationalError as letter:
                letters.append(str(letter))
        office["default"].close()

    with writing(office["default"]):
        other = threading.Thread(target=try_to_write)
        other.start()
        other.join(10)
    assert letters == ["database is locked", "database is locked"]
    assert total(office) == 0


def write_in_a_transaction(office: ConnectionHandler) -> None:
    with writing(office["default"]) as cursor:
        cursor.execute("UPDATE counted SET total = total + 1")


def write_at_once(office: ConnectionHandler) -> None:
    with office["default"].cursor() as cursor:
        cursor.execute("UPDATE counted SET total = total + 1")


@pytest.mark.parametrize("write", [write_in_a_transaction, write_at_once])
def test_a_writer_may_throw_away_what_another_who_waits_has_left(
    office: ConnectionHandler, write: Callable[[ConnectionHandler], None]
) -> None:
    """As Python does, which looks for rubbish in whichever thread it happens to be."""
    left: list[Any] = []
    failed: list[str] = []
    waits = threading.Event()

    def wait_to_write() -> None:
        office["default"].ensure_connection()
        left.append(office["default"].connection.execute("SELECT total FROM counted"))
        waits.set()
        try:
            write(office)
        except OperationalError as letter:
            failed.append(str(letter))
        office["default"].close()

    with writing(office["default"]):
        other = threading.Thread(target=wait_to_write)
        other.start()
        waits.wait(10)
        time.sleep(0.1)  # it asks for the door by now
        began = time.perf_counter()
        left.clear()
        held_up = time.perf_counter() - began
    other.join(30)
    assert not failed and total(office) == 1
    assert held_up < 1, "the writer waited for somebody who waits for it"


@pytest.mark.django_db
def test_the_statistics_of_tables_are_brought_up_to_date() -> None:
    told = statistics.refresh({}, lambda done, what: None)
    assert told == ("looked over" if connection.vendor == "sqlite" else "left to the database")
