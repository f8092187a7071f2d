"""One act on the cases that were marked in a list: shown first, then done in one go, and an assignment undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from qonys.office.casework.cases import many
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.states import ACTS
from qonys.office.foundation.authority.models import Account
from qonys.office.portal.officer import acts, listed, said
from qonys.office.portal.officer.doors import officers
from qonys.office.portal.public.asked import whole_number

SALT = "officer.bulk.undo"
AN_HOUR = 60 * 60


@dataclass(frozen=True)
class Wish:
    """What is to be done with every case that was marked."""

    key: str
    payload: dict[str, Any]
    words: str


@dataclass(frozen=True)
class Line:
    number: str
    applicant: str
    letter: str  # why not; '' if it can be, or was, done


@officers
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    wish = _wish(request)
    cases = many.chosen(request.user, request.POST.getlist("number"))
    if cases and request.POST.get("do") == "assign" and "to" not in request.POST:
        return _to_whom(request, cases)
    if wish is None or not cases:
        said.say(request, _("Mark the cases first, then choose what to do with them."))
        return redirect("office_cases")
    letters = many.foresee(cases, wish.key, wish.payload, by=request.user)
    if "sure" not in request.POST:
        context = _context(wish, cases, letters) | {"to": request.POST.get("to", ""), "do": request.POST.get("do", "")}
        return render(request, "officer/cases/preview.html", context)
    ready = [case for case in cases if case.pk not in letters]
    letters |= many.do(ready, wish.key, wish.payload, by=request.user)
    undo = _undo_note(wish, [case for case in ready if case.pk not in letters])
    return render(request, "officer/cases/result.html", _context(wish, cases, letters) | {"undo": undo})


@officers
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Each case goes back to whoever had it, unless it was handed on meanwhile."""
    try:
        told = signing.loads(request.POST.get("undo", ""), salt=SALT, max_age=AN_HOUR)
    except signing.BadSignature:
        said.say(request, _("This can no longer be undone. Assign the cases anew."))
        return redirect("office_cases")
    back = 0
    for case in many.chosen(request.user, told["was"]):
        if case.assignee_id == told["to"]:
            back += not many.do([case], "assign", {"to": told["was"][case.number]}, by=request.user)
    said.say(request, ngettext("%(n)d case is back where it was.", "%(n)d cases are back where they were.", back)
             % {"n": back})  # fmt: skip
    return redirect("office_cases")


def _to_whom(request: HttpRequest, cases: Sequence[Case]) -> HttpResponse:
    """Asked here and not beside every list: who may take cases over is the dearest question of all."""
    context = {"lines": _lines(cases, {}), "colleagues": listed.colleagues(request.user)}
    return render(request, "officer/cases/to_whom.html", context)


def _wish(request: HttpRequest) -> Wish | None:
    do, to = request.POST.get("do", ""), request.POST.get("to", "")
    if do == "accept":
        return Wish("accept", {}, str(ACTS["accept"].name))
    if do == "mine":
        return Wish("assign", {"to": request.user.pk}, _("Assign to me"))
    if do == "assign" and to == acts.NOBODY:
        return Wish("assign", {"to": None}, _("Assign to nobody"))
    number = whole_number(to)
    if do == "assign" and number is not None:
        colleague = Account.objects.filter(pk=number).first()
        return Wish("assign", {"to": number}, _("Assign to %(name)s") % {"name": _called(colleague)})
    return None


def _called(colleague: Account | None) -> str:
    return colleague.display_name if colleague else "?"


def _context(wish: Wish, cases: Sequence[Case], letters: dict[int, str]) -> dict[str, Any]:
    lines = _lines(cases, letters)
    return {
        "words": wish.words,
        "ready": [line for line in lines if not line.letter],
        "refused": [line for line in lines if line.letter],
    }


def _lines(cases: Sequence[Case], letters: dict[int, str]) -> list[Line]:
    return [Line(case.number, case.applicant.full_name, letters.get(case.pk, "")) for case in cases]


def _undo_note(wish: Wish, done: Sequence[Case]) -> str:
    """Signed, so that nobody hands cases on by writing his own."""
    if wish.key != "assign" or not done:
        return ""
    was = {case.number: case.assignee_id for case in done}
    return signing.dumps({"to": wish.payload["to"], "was": was}, salt=SALT, compress=True)
