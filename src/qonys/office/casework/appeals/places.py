"""The place of a quota an appeal is about: frozen while it runs, so that nobody else gets it and it does not lapse.

The ledger of quotas is named in settings (QONYS_CONTESTED), so that an office without one hears appeals all the same:
a listener is `heard(case, what, number, actor)`, with what = contest, give_up or confirm, inside the transaction.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from qonys.office.casework.cases.models import Case

Listener = Callable[[Case, str, int, str], None]


def contest(case: Case, number: int, actor: str) -> None:
    """An appeal was filed: its place waits."""
    _tell(case, "contest", number, actor)


def give_up(case: Case, actor: str) -> None:
    """The refusal stands: the place goes to the next."""
    _tell(case, "give_up", 0, actor)


def confirm(case: Case, actor: str) -> None:
    """The appeal was upheld: the family keeps its place."""
    _tell(case, "confirm", 0, actor)


def _tell(case: Case, what: str, number: int, actor: str) -> None:
    for heard in _named(tuple(settings.QONYS_CONTESTED)):
        heard(case, what, number, actor)


@cache
def _named(names: tuple[str, ...]) -> tuple[Listener, ...]:
    return tuple(import_string(name) for name in names)
