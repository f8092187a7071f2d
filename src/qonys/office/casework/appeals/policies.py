"""May this be appealed against now, and by when? Raises letters, changes nothing."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from qonys.countries import clocks
from qonys.countries.calendar import months_later
from qonys.countries.procedures.law import Appeal as AppealLaw
from qonys.office.casework.appeals.models import Appeal
from qonys.office.casework.appeals.refusals import AppealRefused, SameOfficer
from qonys.office.casework.appeals.states import NEXT, State
from qonys.office.casework.cases import law
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.states import Status
from qonys.office.casework.selection.models import Outcome, Receipt
from qonys.office.foundation.authority.models import Account


def law_of(case: Case) -> AppealLaw:
    """Raises AppealRefused where the law knows no appeal, or no term for one."""
    found = law.version(case.procedure, case.version).appeal
    if found is None or not found.clock or law.calendar() is None:
        raise AppealRefused(_("The law of this procedure knows no appeal to this office."))
    return found


def last_day(receipt: Receipt) -> date:
    """The last day on which an appeal may be filed. Raises AppealRefused."""
    return months_later(timezone.localdate(receipt.issued), law_of(receipt.case).months)


def due(case: Case, filed: date) -> date:
    """By when it is decided, in working days of the law. Raises AppealRefused."""
    calendar = law.calendar()
    clock = law_of(case).clock
    assert calendar is not None  # asked just above
    return clocks.due(law.clocks(), clock, filed, calendar).day


def refuse_filing(receipt: Receipt, text: str) -> None:
    if receipt.outcome != Outcome.REFUSE or receipt.case.status != Status.REFUSED:
        raise AppealRefused(_("Only a refusal that stands can be appealed against."))
    if Receipt.objects.filter(previous=receipt).exists():
        raise AppealRefused(_("A later decision took the place of this one."))
    if Appeal.objects.filter(receipt=receipt).exists():
        raise AppealRefused(_("An appeal against this decision was filed already."))
    if timezone.localdate() > last_day(receipt):
        raise AppealRefused(_("The term for an appeal is over. You may still go to the court."))
    if not text.strip():
        raise AppealRefused(_("Write why you do not agree: a few words are enough."))


def refuse_deciding(appeal: Appeal, after: State, text: str, by: Account) -> None:
    refuse_step(appeal, after)
    if by.pk == appeal.contested_id:
        raise SameOfficer(_("You made the decision that is appealed against: another officer decides on the appeal."))
    if not text.strip():
        raise AppealRefused(_("Write the reasons: the family reads them."))


def refuse_step(appeal: Appeal, after: State) -> None:
    if after not in NEXT[State(appeal.state)]:
        raise AppealRefused(_("This appeal is %(state)s.") % {"state": State(appeal.state).label})
