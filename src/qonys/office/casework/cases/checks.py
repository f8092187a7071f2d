"""Do the rows say what the journals say? They do unless somebody changed one by hand, or a calendar moved a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from qonys.office.casework.cases import clocks, law, selectors, services
from qonys.office.casework.cases.course import Course
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.states import OPEN
from qonys.office.foundation.authority.paths import beginnings

CHUNK = 500


@dataclass(frozen=True)
class Astray:
    """A row that differs from its journal, and in which columns."""

    case: Case
    columns: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.case.number}: {', '.join(self.columns)} differ from its journal."


def astray(found: QuerySet[Case] | None = None) -> Iterator[Astray]:
    """Walk through cases, every one by default."""
    cases = Case.objects.order_by("pk") if found is None else found
    for case in cases.iterator(CHUNK):
        columns = differing(case, selectors.course(case))
        if columns:
            yield Astray(case, columns)


def differing(case: Case, course: Course) -> tuple[str, ...]:
    version = law.version(case.procedure, course.version)
    region, district = beginnings(course.territory, 2)
    told = {
        "status": course.status,
        "territory_id": course.territory,
        "region": region,
        "district": district,
        "version": course.version,
        "waiting": course.waiting,
        "extended": course.extended,
        "assignee_id": course.assignee,
        "lapses": course.lapses,
        "lines": course.lines,
        "due": clocks.next_due(clocks.terms(course, version, timezone.localdate())),
    }
    return tuple(name for name, value in told.items() if getattr(case, name) != value)


def bring_along() -> int:
    """Terms that stand still while a family is asked move with every day: their rows are brought along."""
    waiting = Case.objects.filter(waiting=True, status__in=OPEN).order_by("pk")
    found = [each.case for each in astray(waiting)]
    for case in found:
        services.refresh(case)
    return len(found)
