"""The points of a family's own case: the reasons, what would raise them, what-if, the receipt, and the appeal."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qonys.office.casework.appeals import policies as appeal_rules
from qonys.office.casework.appeals import selectors as appeals
from qonys.office.casework.appeals import services as appealing
from qonys.office.casework.appeals.models import Appeal
from qonys.office.casework.appeals.states import State
from qonys.office.casework.cases import selectors as cases
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.refusals import CaseRefused
from qonys.office.casework.selection import facts, selectors, trying
from qonys.office.casework.selection.models import Outcome, Receipt
from qonys.office.casework.selection.refusals import WrongFact
from qonys.office.foundation.journal.refusals import Erased
from qonys.office.portal.applicant.doors import applicants
from qonys.office.portal.selection import picture, questions

LONGEST = 4_000


@applicants
@require_http_methods(["GET", "HEAD", "POST"])
def points(request: HttpRequest, number: str) -> HttpResponse:
    """A post asks what if; it changes nothing and is kept nowhere."""
    case = _scored(request, number)
    context: dict[str, Any] = {"case": case, **_counted(case), "receipts": list(selectors.of_case(case))}
    context |= _what_if(request, case)
    context["appeal"] = Appeal.objects.filter(case=case).select_related("receipt").order_by("-id").first()
    context["may_appeal"] = any(_may_appeal(each) for each in context["receipts"][:1])
    return render(request, "selection/my_points.html", context)


@applicants
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest, number: str) -> HttpResponse:
    case = _scored(request, number)
    receipt = selectors.of_case(case).filter(outcome=Outcome.REFUSE).first()
    if receipt is None:
        raise Http404
    letter = ""
    if request.method == "POST":
        try:
            appealing.file(receipt, request.POST.get("text", "")[:LONGEST], by=request.user)
            return redirect("my_appeal", number)
        except CaseRefused as refusal:
            letter = str(refusal)
    filed = Appeal.objects.filter(receipt=receipt).select_related("outcome").first()
    context = {"case": case, "receipt": receipt, "letter": letter, "filed": filed, **_written(filed)}
    context |= {"may_appeal": _may_appeal(receipt), "until": _until(receipt)}
    return render(request, "selection/my_appeal.html", context, status=409 if letter else 200)


@applicants
@require_http_methods(["POST"])
def take_back(request: HttpRequest, number: str) -> HttpResponse:
    case = _scored(request, number)
    filed = Appeal.objects.filter(case=case, state=State.FILED).first()
    if filed is None:
        raise Http404
    with suppress(CaseRefused):  # it was decided a moment ago: the page says so
        appealing.take_back(filed, by=request.user)
    return redirect("my_appeal", number)


def _scored(request: HttpRequest, number: str) -> Case:
    case = cases.by_number(request.user, number)
    if not selectors.scored(case):
        raise Http404
    return case


def _counted(case: Case) -> dict[str, Any]:
    """The points as they were counted last."""
    newest = selectors.newest(case)
    if newest is None:
        return {}
    try:
        counted = selectors.counted(newest)
    except Erased:
        return {"erased": True}
    tried = trying.tried(counted.rules, facts.values(counted.inputs))
    return {
        "score": newest,
        "picture": picture.drawn(counted.result, counted.rules),
        "facts": picture.table(counted.inputs, counted.rules, case.procedure),
        "steps": picture.steps(tried),
        "way": picture.way(tried),
        "months": tried.way.rung.months if tried.way and tried.way.rung else 0,
    }


def _what_if(request: HttpRequest, case: Case) -> dict[str, Any]:
    """The form, filled with the facts of the case or with what was asked; what was asked is counted."""
    try:
        rules, inputs = trying.starting(case)
    except Erased:
        return {}
    values: dict[str, Any] = facts.values(inputs)
    if request.method != "POST":
        return {"asked": questions.of(rules, values)}
    told = {each.name: request.POST.get(each.name, "")[:40] for each in rules.fields}
    try:
        wanted = trying.read(rules, told)
        tried = trying.tried(rules, wanted)
    except WrongFact as letter:
        return {"asked": questions.of(rules, told), "letter": str(letter)}
    return {
        "asked": questions.of(rules, wanted),
        "if": picture.drawn(tried.result, rules),
        "if_steps": picture.steps(tried),
    }


def _may_appeal(receipt: Receipt) -> bool:
    try:
        appeal_rules.refuse_filing(receipt, _("something"))
    except CaseRefused:
        return False
    return True


def _until(receipt: Receipt) -> Any:
    try:
        return appeal_rules.last_day(receipt)
    except CaseRefused:
        return None


def _written(filed: Appeal | None) -> dict[str, str]:
    if filed is None:
        return {}
    return {"grounds": appeals.words(filed.grounds), "reasons": appeals.words(filed.reasons)}
