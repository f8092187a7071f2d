"""What the law gives the family of a case on a day: the same law as the public page and `qonys support`."""

from __future__ import annotations

from datetime import date
from functools import cache

from django.conf import settings
from django.utils import timezone

from qonys.countries.support.answer import Entitlements
from qonys.countries.support.entitlements import LawBook, describes_support, entitlements, read_law_book
from qonys.office.casework.cases import selectors
from qonys.office.casework.cases.models import Case
from qonys.office.casework.procedures import family


def entitled(case: Case, on: date | None = None) -> Entitlements | None:
    """Every measure for this family, arriving on that day: the day it did, else today. None: no such support.

    Raises Erased, BadInput, UnknownTerritory.
    """
    book = _book(settings.QONYS_COUNTRY)
    course = selectors.course(case)
    told = family.application(case, course, on or course.days.get("settle") or timezone.localdate())
    return entitlements(book, told) if book is not None and told is not None else None


@cache
def _book(country: str) -> LawBook | None:
    return read_law_book(country) if describes_support(country) else None
