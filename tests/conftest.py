"""What every test run needs before anything else is loaded."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase
from django.test.signals import setting_changed
from django.utils import timezone, translation
from hypothesis import settings as hypothesis

from qonys.office.foundation.journal import guards
from qonys.office.project import translations

# A bar of time belongs to benchmarks: on a busy machine a law does not become false.
hypothesis.register_profile("qonys", deadline=None)
hypothesis.load_profile("qonys")


def pytest_configure(config: pytest.Config) -> None:
    """Catalogues are compiled, not committed; what Django read before they were there it must read again.

    The models of one of our dependencies already translate a text while Django loads them, before any of this runs.
    """
    if translations.compile():
        setting_changed.send(sender=settings, setting="LOCALE_PATHS", value=settings.LOCALE_PATHS, enter=True)
    _keep_sqlite_in_memory()
    _let_tests_empty_the_journal()


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """A page asked for in Kazakh leaves the thread in Kazakh; no test may depend on which one ran before it."""
    timezone.deactivate()
    with translation.override("en"):
        yield


def _keep_sqlite_in_memory() -> None:
    """As pytest-django does with several processes for Django's own SQLite, whose heir ours is."""
    default = settings.DATABASES["default"]
    if default["ENGINE"].endswith("sqlite3"):
        default.setdefault("TEST", {})["NAME"] = ":memory:"


def _let_tests_empty_the_journal() -> None:
    """After a test with transactions of its own all tables are emptied, which the journal's guards rightly refuse."""
    empty = TransactionTestCase._fixture_teardown

    def teardown(case: TransactionTestCase) -> None:
        if isinstance(case, TransactionTestCase) and not connection.in_atomic_block:
            guards.take_down(connection)
            empty(case)
            guards.put_up(connection, *guards.TABLES)
        else:
            empty(case)

    TransactionTestCase._fixture_teardown = teardown
