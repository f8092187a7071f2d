"""The applicant's home, and beginning an application."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from qonys.office.casework.applications import completeness, selectors, services
from qonys.office.casework.applications.models import Draft
from qonys.office.casework.cases import law, permissions
from qonys.office.casework.cases.clocks import NEVER
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.refusals import UnknownProcedure
from qonys.office.casework.cases.states import OPEN
from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.notices import selectors as notices
from qonys.office.portal.applicant.doors import applicants
from qonys.office.portal.applicant.fields import say

MOST = 50  # cases of one account that are listed


@dataclass(frozen=True)
class Row:
    """A case in the list."""

    case: Case
    name: str
    due: bool
    open: bool


@dataclass(frozen=True)
class Begun:
    draft: Draft
    name: str
    missing: int
    kept_until: datetime


@applicants
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    account = request.user
    begun = [_begun(draft) for draft in selectors.drafts(account).prefetch_related("papers")]
    context = {
        "drafts": begun,
        "cases": [_row(case) for case in _cases(account)],
        "offers": _offers({each.draft.procedure for each in begun}),
        "contacts": [each for each in notices.contacts(account) if each.verified],
    }
    return render(request, "applicant/home.html", context)


@applicants
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, procedure: str) -> HttpResponse:
    """What is asked and handed in, said before anybody begins."""
    try:
        known = law.procedure(procedure)
    except UnknownProcedure:
        raise Http404 from None
    if request.method == "POST":
        return redirect("my_draft", services.start(request.user, procedure).key)
    version = known.on(timezone.localdate())
    context: dict[str, Any] = {
        "name": say(known.names),
        "gives": say(version.gives),
        "papers": [(say(each.names), say(each.hint) if each.hint else "", each.needed) for each in version.papers],
        "running": [
            each.case for each in map(_row, _cases(request.user)) if each.open and each.case.procedure == procedure
        ],
    }
    return render(request, "applicant/start.html", context)


def _cases(account: Account) -> list[Case]:
    return list(permissions.visible(account).order_by("-id")[:MOST])


def _row(case: Case) -> Row:
    name = say(law.procedure(case.procedure).names)
    return Row(case, name, due=case.due != NEVER and case.status in OPEN, open=case.status in OPEN)


def _begun(draft: Draft) -> Begun:
    name = say(law.procedure(draft.procedure).names)
    return Begun(draft, name, len(completeness.missing(draft)), selectors.kept_until(draft))


def _offers(begun: set[str]) -> list[tuple[str, str, str]]:
    """Procedures that can be begun: key, name, what they give."""
    today = timezone.localdate()
    known = [each for each in law.procedures().values() if each.key not in begun]
    return [(each.key, say(each.names), say(each.on(today).gives)) for each in known]
