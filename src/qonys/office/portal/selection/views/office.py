"""Points at the officer's desk: the facts with their sources, counting, and the appeals that wait."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from qonys.office.casework.appeals import selectors as appeals
from qonys.office.casework.appeals import services as appealing
from qonys.office.casework.appeals.models import Appeal
from qonys.office.casework.appeals.refusals import UnknownAppeal
from qonys.office.casework.appeals.states import State
from qonys.office.casework.cases import permissions
from qonys.office.casework.cases import selectors as cases
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.refusals import CaseRefused, UnknownCase
from qonys.office.casework.cases.states import ACTS
from qonys.office.casework.selection import facts, selectors, services, trying
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.journal.refusals import Erased
from qonys.office.planning.wording.places import name
from qonys.office.portal.officer import looked, said
from qonys.office.portal.officer.doors import officers
from qonys.office.portal.selection import picture, questions

LONGEST = 2_000
SHOWN = 100


@officers
@require_http_methods(["GET", "HEAD", "POST"])
def points(request: HttpRequest, number: str) -> HttpResponse:
    """A post counts the points: what differs from the facts told is what the officer found."""
    case = _case(request, number)
    if request.method != "POST":
        return _page(request, case)
    try:
        rules, _inputs = trying.starting(case)
        told = {each.name: request.POST.get(each.name, "")[:40] for each in rules.fields}
        found = {key: value for key, value in trying.read(rules, told).items() if value is not None}
        original = facts.values(facts.collected(facts.ground(case), rules))
        changed = {key: value for key, value in found.items() if value != original.get(key)}
        services.score(case, changed, why=request.POST.get("why", "")[:LONGEST], by=request.user)
    except (CaseRefused, Erased) as letter:
        return _page(request, case, str(letter), request.POST)
    said.say(request, _("The points were counted."))
    return redirect("office_points", case.number)


@officers
@require_safe
def appeal_queue(request: HttpRequest) -> HttpResponse:
    found = list(appeals.queue(request.user)[: SHOWN + 1])
    rows = [(each, name(each.case.territory.names), each.contested_id == request.user.pk) for each in found[:SHOWN]]
    context = {"rows": rows, "more": len(found) > SHOWN, "said": said.heard(request)}
    return render(request, "selection/appeals.html", context)


@officers
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest, number: int) -> HttpResponse:
    """A post tries other facts, upholds, or dismisses."""
    found = _appeal(request, number)
    _note(request, found.case)
    if request.method != "POST":
        return _appeal_page(request, found)
    what, why = request.POST.get("what", ""), request.POST.get("why", "")[:LONGEST]
    try:
        rules, inputs = trying.starting(found.case)
        told = {each.name: request.POST.get(each.name, "")[:40] for each in rules.fields}
        values = trying.read(rules, told)
        if what == "try":
            return _appeal_page(request, found, tried=trying.tried(rules, values), told=told)
        return _decided(request, found, what, why, values, facts.values(inputs))
    except (CaseRefused, Erased) as letter:
        return _appeal_page(request, found, str(letter), told=request.POST)


def _decided(
    request: HttpRequest, found: Appeal, what: str, why: str, values: dict[str, Any], before: dict[str, Any]
) -> HttpResponse:
    """Raises CaseRefused."""
    if what == "uphold":
        changed = {key: value for key, value in values.items() if value is not None and value != before.get(key)}
        appealing.uphold(found, changed, why, by=request.user)
        said.say(request, _("The appeal was upheld: the application is granted, with a new receipt."))
    elif what == "dismiss":
        appealing.dismiss(found, why, by=request.user)
        said.say(request, _("The appeal was dismissed. The family reads your reasons."))
    else:
        raise Http404
    return redirect("office_appeals")


def _case(request: HttpRequest, number: str) -> Case:
    try:
        case = cases.by_number(request.user, number)
    except UnknownCase as letter:
        raise Http404(str(letter)) from None
    if not selectors.scored(case):
        raise Http404
    _note(request, case)
    return case


def _appeal(request: HttpRequest, number: int) -> Appeal:
    try:
        return appeals.by_number(request.user, number)
    except UnknownAppeal as letter:
        raise Http404(str(letter)) from None


def _note(request: HttpRequest, case: Case) -> None:
    """An auditor says on the page of the case what for, first."""
    if looked.needs_purpose(request, case.stream, permissions.actions_on(request.user, case)):
        raise Http404
    looked.note(request, case.stream, looked.CASE_WORK)


def _page(request: HttpRequest, case: Case, letter: str = "", told: Any = None) -> HttpResponse:
    newest = selectors.newest(case)
    counted = selectors.counted(newest) if newest else None
    rules, inputs = trying.starting(case)
    may = ACTS["score"].officer in permissions.actions_on(request.user, case)
    context = {
        "case": case,
        "letter": letter,
        "score": newest,
        "picture": picture.drawn(counted.result, counted.rules) if counted else None,
        "facts": picture.table(inputs, rules, case.procedure),
        "asked": questions.of(rules, told if told is not None else facts.values(inputs)),
        "why": told.get("why", "") if told is not None else "",
        "receipts": list(selectors.of_case(case)),
        "may_count": may and case.status in ACTS["score"].before,
        "rules": rules,
        "title": name(rules.titles),
        "said": said.heard(request),
    }
    return render(request, "selection/office_points.html", context, status=409 if letter else 200)


def _appeal_page(
    request: HttpRequest, found: Appeal, letter: str = "", *, tried: Any = None, told: Any = None
) -> HttpResponse:
    newest = selectors.newest(found.case)
    try:
        counted = selectors.counted(newest) if newest else None
    except Erased:
        counted = None
    context: dict[str, Any] = {
        "appeal": found,
        "case": found.case,
        "place": name(found.case.territory.names),
        "grounds": appeals.words(found.grounds),
        "reasons": appeals.words(found.reasons),
        "letter": letter,
        "own": found.contested_id == request.user.pk,
        "decides": found.state == State.FILED
        and Action.DECIDE in permissions.actions_on(request.user, found.case)
        and found.contested_id != request.user.pk,
        "why": request.POST.get("why", ""),
    }
    if counted is not None:
        context |= {
            "picture": picture.drawn(counted.result, counted.rules),
            "facts": picture.table(counted.inputs, counted.rules, found.case.procedure),
            "asked": questions.of(counted.rules, told if told is not None else facts.values(counted.inputs)),
        }
        if tried is not None:
            context["if"] = picture.drawn(tried.result, counted.rules)
    return render(request, "selection/appeal.html", context, status=409 if letter else 200)
