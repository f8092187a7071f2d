"""Many cases at once for lists: rows alone, without the journals that a single case is read from."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from qonys.office.casework.cases.models import Case
from qonys.office.foundation.authority.models import Account, Territory
from qonys.office.registers.persons.models import Person


def rows(count: int, place: str, applicant: Person, **more: object) -> list[Case]:
    today = timezone.localdate()
    values = {"procedure": "kandas", "version": "2026-02", "status": "received", "submitted": today} | more
    first = Case.objects.count()
    made = [
        Case(number=f"K26-0000-{first + each:04d}", territory=Territory(pk=place), applicant=applicant,
             due=today + timedelta(days=each % 40), changed=timezone.now(), **values)
        for each in range(count)
    ]  # fmt: skip
    return Case.objects.bulk_create(made)


def give(case: Case, account: Account | None, due: date | None = None, lapses: date | None = None) -> None:
    told = {"assignee": account} | ({"due": due} if due else {}) | ({"lapses": lapses} if lapses else {})
    Case.objects.filter(pk=case.pk).update(**told)
