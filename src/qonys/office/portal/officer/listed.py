"""Cases as a list shows them: tabs with counts, rows in words, filters an officer has a use for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from qonys.countries.sorting import sort_key
from qonys.office.casework.cases import law, permissions, selectors
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.states import OPEN, Status
from qonys.office.foundation.authority.models import Account, Territory
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.authority.scope import in_force
from qonys.office.planning.wording.places import name
from qonys.office.portal.officer import asked, terms
from qonys.office.portal.officer.asked import Asked
from qonys.office.portal.public.asked import mark

ON_A_PAGE = 30
# What a row is made of: the rest of a case, of its applicant and of its officer stays in the database.
SHOWN = (
    "number", "procedure", "status", "waiting", "due", "lapses", "submitted", "assignee__display_name",
    "applicant__surname", "applicant__given", "applicant__patronymic",
    "territory__name_kk", "territory__name_ru", "territory__name_en",
)  # fmt: skip
MOST_PLACES = 300
MOST_COLLEAGUES = 200


@dataclass(frozen=True)
class Tab:
    key: str
    name: Promise
    count: str  # "100+" beyond what is counted
    address: str
    current: bool
    alarming: bool


@dataclass(frozen=True)
class Row:
    number: str
    applicant: str
    procedure: str
    place: str
    status: str
    term: terms.Told
    lapse: str
    assignee: str
    mine: bool
    submitted: date
    applied: str
    over: bool


@dataclass(frozen=True)
class Choice:
    value: str
    name: str


def tabs(counted: dict[str, int], told: Asked) -> list[Tab]:
    return [
        Tab(
            key=key,
            name=queue.name,
            count=capped(counted[key]),
            address=told.in_queue(key).address(),
            current=key == told.queue,
            alarming=key in ("late", "lapsing") and counted[key] > 0,
        )
        for key, queue in selectors.QUEUES.items()
    ]


def capped(count: int) -> str:
    return f"{selectors.CAP}+" if count > selectors.CAP else str(count)


def first_with_work(counted: dict[str, int]) -> str:
    """Where an officer begins the day."""
    return next((key for key, count in counted.items() if count), "all")


def rows(cases: Iterable[Case], account: Account, today: date) -> list[Row]:
    names = procedure_names()
    return [_row(case, account, today, names) for case in cases]


def _row(case: Case, account: Account, today: date, names: dict[str, str]) -> Row:
    return Row(
        number=case.number,
        applicant=case.applicant.full_name,
        procedure=names.get(case.procedure, case.procedure),
        place=name(case.territory.names),
        status=str(Status(case.status).label),
        term=terms.of_row(case, today),
        lapse=terms.lapse(case, today),
        assignee=case.assignee.display_name if case.assignee_id and case.assignee else "",
        mine=case.assignee_id == account.pk,
        submitted=case.submitted,
        applied=_("applied on %(day)s") % {"day": date_format(case.submitted, "SHORT_DATE_FORMAT")},
        over=case.status not in OPEN,
    )


def procedure_names() -> dict[str, str]:
    return {key: name(procedure.names.names) for key, procedure in law.procedures().items()}


def procedures() -> list[Choice]:
    return [Choice(key, text) for key, text in procedure_names().items()]


def places(account: Account) -> list[Choice]:
    """The places an officer may choose from: those of the mandates, and the regions within."""
    held = in_force(account, Action.SEE)
    chosen = Q(path__regex=r"^[^/]+/([^/]+/)?$") | Q(pk__in=held.values("territory"))
    found = Territory.objects.filter(chosen, pk__in=held.values("territory__parts__part"))[:MOST_PLACES]
    told = sorted(found, key=lambda each: (each.path.count("/"), sort_key(name(each.names))))
    return [Choice(each.path, name(each.names)) for each in told]


def colleagues(account: Account) -> list[Choice]:
    """Officers to whom some case of this officer's places may be handed on."""
    found = permissions.neighbours(account).exclude(pk=account.pk)[:MOST_COLLEAGUES]
    return [Choice(str(each.pk), each.display_name) for each in found]


def nothing(told: Asked) -> str:
    """Why a list is empty, and what to do."""
    if told.words:
        return _("No case you may see has this number or name. Try fewer letters, or the number of the case.")
    if told.filtered:
        return _("No case stands here with these filters.")
    letters = {
        "late": _("Nothing is late."),
        "today": _("Nothing is due today."),
        "new": _("No new application waits."),
        "lapsing": _("No paper of an applicant ends in the next 30 days."),
        "all": _("There is no case in your places yet. It appears here as soon as somebody applies."),
    }
    return letters.get(told.queue, _("No case stands here."))


def page(cases: QuerySet[Case], told: Asked, today: date) -> tuple[list[Case], str]:
    """The cases of one page, and where the next begins; '' if there is none."""
    found = list(asked.rows(cases, told, today).only(*SHOWN)[: ON_A_PAGE + 1])
    more = found[ON_A_PAGE:]
    shown = found[:ON_A_PAGE]
    return shown, mark(shown[-1].due, shown[-1].pk) if more else ""
