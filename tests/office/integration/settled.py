"""Settled families for tests, through the acts of their cases."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from qonys.office.casework.cases.course import Line
from qonys.office.casework.cases.models import Case
from qonys.office.casework.integration.listening import heard
from qonys.office.casework.integration.models import Service, Settled
from qonys.office.casework.integration.services import enter_service
from qonys.office.foundation.authority.models import Account, Territory
from tests.office.authority.people import mandate, officer
from tests.office.cases.filing import KOSTANAY, NUMBERS, applicant, office, opened


def settled(
    account: Account | None = None, *, ago: int = 100, place: str = KOSTANAY, procedure: str = "resettlement"
) -> Settled:
    """A family that arrived so many days ago. Its decision is written as old as that, as years would make it."""
    case = opened(procedure, place, account=account)
    Case.objects.filter(pk=case.pk).update(status="granted")
    day = timezone.localdate() - timedelta(days=ago)
    arrive(case, day)
    return Settled.objects.select_related("case", "territory", "registered").get(case=case)


def arrive(case: Case, day: date) -> None:
    """The act and its listeners, on a day in the past, which no officer could record."""
    line = Line(99, timezone.now(), "test", "settle", {"on": day.isoformat()})
    with transaction.atomic():
        heard(case, line)


def staff(place: str = KOSTANAY) -> dict[str, Account]:
    found = office(place)
    found["ngo"] = officer(f"ngo{next(NUMBERS)}")
    mandate(found["ngo"], "ngo_worker", place)
    return found


def service(by: Account, kind: str = "job_search", place: str = KOSTANAY) -> Service:
    return enter_service(Territory.objects.get(pk=place), kind, "Мансап орталығы", "8 7142 00 00 00", by=by)


__all__ = ["applicant", "arrive", "service", "settled", "staff"]
