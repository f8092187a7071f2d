"""A case as its family sees it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from qonys.engines.vocabulary.errors import BadInput
from qonys.office.casework.applications.sending import FAMILY
from qonys.office.casework.cases import selectors, services
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.refusals import CaseRefused
from qonys.office.casework.cases.states import BEFORE_DECISION, FINAL, OPEN
from qonys.office.casework.documents import selectors as documents
from qonys.office.casework.documents import services as handing
from qonys.office.casework.letters import checking
from qonys.office.casework.letters import selectors as letters
from qonys.office.casework.selection import selectors as points
from qonys.office.foundation.files.refusals import DamagedFile, FileRefused
from qonys.office.foundation.files.responses import respond
from qonys.office.foundation.journal.refusals import Erased
from qonys.office.portal.applicant import told
from qonys.office.portal.applicant.doors import applicants
from qonys.office.portal.applicant.fields import say
from qonys.office.portal.applicant.looked import looks
from qonys.office.portal.applicant.told import Told
from qonys.office.portal.public.owed import owed, tells


@applicants
@require_safe
def case(request: HttpRequest, number: str) -> HttpResponse:
    found = selectors.by_number(request.user, number)
    if number != found.number:
        return redirect("my_case", found.number)
    return render(request, "applicant/case.html", shown(found))


@applicants
@require_safe
def sent(request: HttpRequest, number: str) -> HttpResponse:
    """It has arrived: the number, what happens next, and by when."""
    return render(request, "applicant/sent.html", shown(selectors.by_number(request.user, number)))


@applicants
@require_safe
def looked(request: HttpRequest, number: str) -> HttpResponse:
    found = selectors.by_number(request.user, number)
    return render(request, "applicant/looked.html", {"case": found, "looks": looks(found)})


@applicants
@require_safe
def payments(request: HttpRequest, number: str) -> HttpResponse:
    """What the law gives the family, item by item, counted from the day it arrived or from today."""
    found = selectors.by_number(request.user, number)
    if not tells(found):
        return redirect("my_case", number)
    return render(request, "applicant/payments.html", owed(found))


@applicants
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    found = selectors.by_number(request.user, number)
    letter = ""
    if request.method == "POST":
        try:
            services.act(found, "withdraw", {"reason": request.POST.get("reason", "").strip()[:2000]}, by=request.user)
            return redirect("my_case", number)
        except CaseRefused as refusal:
            letter = str(refusal)
    return render(request, "applicant/withdraw.html", shown(found) | {"letter": letter})


@applicants
@require_safe
def file(request: HttpRequest, number: str, key: UUID) -> HttpResponse:
    try:
        return respond(handing.give_out(request.user, number, str(key), purpose=_("own paper")))
    except (FileRefused, DamagedFile) as letter:
        context = {
            "title": _("This file cannot be shown"),
            "letter": str(letter),
            "back": reverse("my_case", args=(number,)),
        }
        return render(request, "applicant/not_now.html", context, status=409)


def shown(found: Case) -> dict[str, Any]:
    """What the pages of a case show."""
    page = told.told(found)
    people = names(found)
    return {
        "case": found,
        "told": page,
        "papers": [_paper(page, each, people) for each in documents.of_case(found)],
        "letters": [(each, checking.standing(each)) for each in letters.of_case(found)],
        "may_write": found.status in OPEN,
        "tells_payments": tells(found),
        "may_withdraw": found.status in BEFORE_DECISION,
        "over": found.status in FINAL,
        "scored": points.scored(found),
        "settled": hasattr(found, "settled"),
    }


def names(found: Case) -> dict[str, str]:
    """Members by their key, as the family itself told them: the register's own entry is not theirs to read."""
    try:
        family = selectors.application(found).get(FAMILY, ())
    except Erased:
        return {}
    parts = ("surname", "given", "patronymic")
    return {each["key"]: " ".join(each[part] for part in parts if each.get(part)) for each in family}


def _paper(page: Told, document: Any, people: dict[str, str]) -> dict[str, Any]:
    try:
        name = say(page.version.paper(document.paper).names)
    except BadInput:
        name = document.paper
    whose = people.get(str(document.person.key), "") if document.person_id else ""
    return {"document": document, "name": name, "whose": whose}
