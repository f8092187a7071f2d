"""A term as an officer reads it: how much is left, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qonys.engines.vocabulary.errors import OutOfRange
from qonys.office.casework.cases import law
from qonys.office.casework.cases.clocks import NEVER, Running, Standing
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.selectors import LAPSES_SOON
from qonys.office.casework.cases.states import OPEN

FAR = timedelta(days=60)  # beyond it a date says more than a number of days
URGENT = 2  # working days


@dataclass(frozen=True)
class Told:
    """`tone`: late | urgent | calm | waits | none."""

    text: str
    tone: str


def of_row(case: Case, today: date) -> Told:
    """The next term of a case, from its row alone."""
    if case.waiting and case.status in OPEN:
        return Told(_("waiting for the family"), "waits")
    return Told(_("no term"), "none") if case.due == NEVER else left(case.due, today)


def left(due: date, today: date) -> Told:
    """How far off a day is, in working days where that is near."""
    days = _working_days(today, due)
    if days is None:
        text = _("since %(day)s") if due < today else _("until %(day)s")
        return Told(text % {"day": formats.date_format(due)}, "late" if due < today else "calm")
    if due < today:
        late = max(-days, 1)
        return Told(ngettext("%(n)d working day late", "%(n)d working days late", late) % {"n": late}, "late")
    if due == today:
        return Told(_("due today"), "urgent")
    text = ngettext("%(n)d working day left", "%(n)d working days left", days) % {"n": days}
    return Told(text, "urgent" if days <= URGENT else "calm")


def of_term(term: Running, today: date) -> Told:
    """One term of a case, whatever became of it."""
    if term.standing == Standing.PAUSED:
        return Told(_("stands still: the family was asked"), "waits")
    if term.ended is not None:
        kept = term.standing == Standing.KEPT
        text = _("kept on %(day)s") if kept else _("missed: done on %(day)s")
        return Told(text % {"day": formats.date_format(term.ended)}, "none" if kept else "late")
    return left(term.due, today)


def lapse(case: Case, today: date) -> str:
    """A warning that a paper of the applicant ends soon or has ended; '' if none does."""
    if case.lapses is None or case.status not in OPEN or case.lapses > today + LAPSES_SOON:
        return ""
    text = _("papers lapsed on %(day)s") if case.lapses < today else _("papers lapse on %(day)s")
    return text % {"day": formats.date_format(case.lapses)}


def _working_days(today: date, due: date) -> int | None:
    """None where it is too far off to count, or the country names no working days."""
    calendar = law.calendar()
    if calendar is None or abs(due - today) > FAR:
        return None
    try:
        return calendar.working_days_between(today, due)
    except OutOfRange:  # a year whose holidays nobody has entered yet
        return None
