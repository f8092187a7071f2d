"""One case before the commission: what it is about, and the vote."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from qonys.office.casework.cases.refusals import CaseRefused
from qonys.office.casework.commission import selectors, services
from qonys.office.casework.commission.states import BY_HAND, Choice, State
from qonys.office.foundation.journal.services import record_reading
from qonys.office.portal.commission import shown
from qonys.office.portal.commission.shown import Room
from qonys.office.portal.commission.summary import summary
from qonys.office.portal.officer.doors import officers


@officers
@require_safe
def hearing(request: HttpRequest, number: int, place: int) -> HttpResponse:
    return _page(request, shown.room(shown.found(request.user, number), request.user), place)


@officers
@require_safe
def count(request: HttpRequest, number: int, place: int) -> HttpResponse:
    """The count alone: asked for again while the vote runs."""
    room = shown.room(shown.found(request.user, number), request.user)
    return render(request, "commission/_count.html", {"row": shown.row_at(room, place), "room": room})


@officers
@require_POST
def vote(request: HttpRequest, number: int, place: int) -> HttpResponse:
    choice, reason = request.POST.get("choice", ""), request.POST.get("reason", "")
    return _done(request, number, place, lambda item: services.vote(item, choice, reason, by=request.user))


@officers
@require_POST
def decide(request: HttpRequest, number: int, place: int) -> HttpResponse:
    ground = request.POST.get("ground", "")
    return _done(request, number, place, lambda item: services.decide(item, ground, by=request.user))


@officers
@require_POST
def aside(request: HttpRequest, number: int, place: int) -> HttpResponse:
    told = request.POST.get("result", ""), request.POST.get("reason", "")
    return _done(request, number, place, lambda item: services.set_aside(item, *told, by=request.user))


def _done(request: HttpRequest, number: int, place: int, do: Callable[[Any], Any]) -> HttpResponse:
    room = shown.room(shown.found(request.user, number), request.user)
    try:
        do(shown.row_at(room, place).item)
    except CaseRefused as letter:
        return _page(request, room, place, str(letter))
    return redirect("office_commission_case", number, place)


def _page(request: HttpRequest, room: Room, place: int, letter: str = "") -> HttpResponse:
    row = shown.row_at(room, place)
    record_reading(request.user.actor, row.item.case.stream, "commission")
    before, after = shown.neighbours(room.rows, place)
    told = shown.context(room) | {
        "row": row,
        "case": row.item.case,
        "summary": summary(row.item.case),
        "before": before,
        "after": after,
        "choices": [(each.value, each.label, key) for each, key in zip(Choice, "fab", strict=True)],
        "by_hand": [(each.value, each.label) for each in BY_HAND],
        "votes": [(vote, selectors.reason(vote)) for vote in row.item.votes.all()],
        "reason": selectors.reason(row.item),
        "sitting": room.session.state == State.SITTING,
        "letter": letter,
        "written": request.POST.get("reason", ""),
    }
    return render(request, "commission/hearing.html", told, status=409 if letter else 200)
