"""A listener of acts (settings.QONYS_AFTER_ACT): a family arrives, moves on, or has been followed to the end.

What happens is written into the register of settlements in the transaction of the act: next year's estimates count it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db.models import Q

from qonys.countries.calendar import months_later
from qonys.countries.integration import Integration
from qonys.office.casework.cases import selectors as cases
from qonys.office.casework.cases.course import Line
from qonys.office.casework.cases.models import Case
from qonys.office.casework.integration.law import known
from qonys.office.casework.integration.models import Settled, Visit
from qonys.office.casework.integration.selectors import ADULT
from qonys.office.casework.procedures.registering import family, vintage
from qonys.office.foundation.authority.models import Territory
from qonys.office.foundation.journal.refusals import Erased
from qonys.office.foundation.journal.services import append
from qonys.office.registers.disclosure.ages import age_on
from qonys.office.registers.settlements import services as register
from qonys.office.registers.settlements.models import Ended

WAITING = ("yes", "own")  # answers that say that work waits there


def heard(case: Case, line: Line) -> None:
    law = known()
    happened = line.payload.get("event") if line.act == "event" else line.act
    deed = _DEEDS.get(str(happened))
    if law and deed and case.procedure in law.follow_up.procedures:
        deed(law, case, line, date.fromisoformat(line.payload["on"]))


def _arrived(law: Integration, case: Case, line: Line, on: date) -> None:
    if Settled.objects.filter(Q(case=case) | Q(case__applicant=case.applicant_id, until=None)).exists():
        return  # who is followed under another case is not followed twice
    place = Territory.objects.get(pk=line.payload.get("territory") or case.territory_id)
    people = family(case)
    adults = max(sum(age_on(each.birth_date, on) >= ADULT for each in people), 1)  # the applicant at least
    row = register.settle(case.applicant, place, since=on, adults=adults, children=len(people) - adults,
                          job=_job(case), vintage=vintage(on), actor=line.actor)  # fmt: skip
    months = law.follow_up.months
    settled = Settled.objects.create(
        case=case, registered=row, territory=place, procedure=case.procedure, since=on, due=months_later(on, months[0])
    )
    Visit.objects.bulk_create(Visit(settled=settled, month=month, due=months_later(on, month)) for month in months)
    append(settled.stream, "settled", {"on": on, "territory": place.pk, "months": list(months)}, actor=line.actor)


def _job(case: Case) -> bool:
    try:
        return cases.application(case).get("work_there") in WAITING
    except Erased:
        return False


def _over(ended: Ended) -> Callable[[Integration, Case, Line, date], None]:
    def deed(law: Integration, case: Case, line: Line, on: date) -> None:
        settled = Settled.objects.select_related("registered").filter(case=case, until=None).first()
        if settled is None:
            return
        register.end(settled.registered, on=on, ended=ended, actor=line.actor)
        settled.until, settled.due, settled.warned = on, None, None
        settled.save(update_fields=["until", "due", "warned"])
        append(settled.stream, "over", {"on": on, "ended": ended.value}, actor=line.actor)

    return deed


_DEEDS: dict[str, Callable[[Integration, Case, Line, date], None]] = {
    "settle": _arrived,
    "moved_on": _over(Ended.MOVED_ON),
    "returned": _over(Ended.RETURNED),
    "left_country": _over(Ended.LEFT),
    "finish": _over(Ended.FOLLOWED),
}
