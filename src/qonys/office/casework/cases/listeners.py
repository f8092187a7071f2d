"""Who else wants to know of an act. Named in settings, so that cases depend on no room that comes later.

A listener is `heard(case, line) -> None`, called inside the transaction of the act: what it writes is there with the
act, or neither is. What it raises undoes the act.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from qonys.office.casework.cases.course import Line
from qonys.office.casework.cases.models import Case

Listener = Callable[[Case, Line], None]


def tell(case: Case, line: Line) -> None:
    for heard in _named(tuple(settings.QONYS_AFTER_ACT)):
        heard(case, line)


@cache
def _named(names: tuple[str, ...]) -> tuple[Listener, ...]:
    return tuple(import_string(name) for name in names)
