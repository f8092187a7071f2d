"""Fetching a letter, and what officers do with the letters of a case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qonys.office.casework.cases import permissions, selectors
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.refusals import CaseRefused, UnknownCase
from qonys.office.casework.letters import checking, services
from qonys.office.casework.letters import selectors as issued
from qonys.office.casework.letters.kinds import RULES, Kind
from qonys.office.casework.letters.refusals import NotYetSet, UnknownLetter
from qonys.office.foundation.authority.models import Kind as AccountKind
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.journal.services import record_reading
from qonys.office.portal.officer.doors import officers


@never_cache
@require_safe
def pdf(request: HttpRequest, code: str) -> HttpResponse:
    """For its family and for officers whose mandate reaches it; a stranger learns nothing."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), reverse("sign_in"))
    try:
        letter = issued.by_code(request.user, code)
        made = issued.pdf(letter)
    except UnknownLetter as refusal:
        raise Http404(str(refusal)) from None
    except NotYetSet as refusal:
        later = {"Retry-After": "30"}
        return HttpResponse(str(refusal), status=503, content_type="text/plain; charset=utf-8", headers=later)
    if request.user.kind == AccountKind.OFFICER:
        record_reading(request.user.actor, letter.case.stream, "letter")
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{letter.number.replace("/", "-")}.pdf"'
    return answer


@officers
@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: HttpRequest, number: str) -> HttpResponse:
    """What was issued on a case; a post issues another."""
    case = _case(request, number)
    if request.method != "POST":
        return _page(request, case)
    kind, language = request.POST.get("kind", ""), request.POST.get("language", "")
    return _done(request, case, lambda: services.issue(case, kind, language=language, by=request.user))


@officers
@require_POST
def revoke(request: HttpRequest, number: str, code: str) -> HttpResponse:
    case = _case(request, number)
    letter = case.letters.filter(code=code).first()
    if letter is None:
        raise Http404
    return _done(request, case, lambda: services.revoke(letter, request.POST.get("reason", ""), by=request.user))


def _case(request: HttpRequest, number: str) -> Case:
    try:
        return selectors.by_number(request.user, number)
    except UnknownCase as letter:
        raise Http404(str(letter)) from None


def _done(request: HttpRequest, case: Case, do: Callable[[], Any]) -> HttpResponse:
    try:
        do()
    except CaseRefused as letter:
        return _page(request, case, str(letter))
    return redirect("office_letters", case.number)


def _page(request: HttpRequest, case: Case, letter: str = "") -> HttpResponse:
    actions = permissions.actions_on(request.user, case)
    course = selectors.course(case)
    kinds = [kind for kind, rule in RULES.items() if course.status in rule.statuses and rule.act in course.days]
    context = {
        "case": case,
        "letters": [(each, checking.standing(each)) for each in issued.of_case(case)],
        "kinds": [(kind.value, kind.label) for kind in kinds if kind != Kind.REQUEST or course.waiting],
        "issues": Action.CORRESPOND in actions,
        "revokes": Action.DECIDE in actions,
        "letter": letter,
    }
    return render(request, "papers/letters.html", context, status=409 if letter else 200)
