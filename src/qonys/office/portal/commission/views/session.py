"""One session: its agenda, who is there, its minutes, its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qonys.office.casework.cases.refusals import CaseRefused
from qonys.office.casework.commission import policies, selectors, services
from qonys.office.casework.commission.models import Protocol, Session
from qonys.office.casework.commission.states import Result, State
from qonys.office.foundation.journal.refusals import Erased
from qonys.office.foundation.journal.services import record_reading
from qonys.office.planning.wording.places import name
from qonys.office.portal.commission import shown
from qonys.office.portal.officer.doors import officers
from qonys.office.portal.public.asked import whole_number


@officers
@require_safe
def session(request: HttpRequest, number: int) -> HttpResponse:
    return _page(request, shown.found(request.user, number))


@officers
@require_http_methods(["GET", "HEAD", "POST"])
def agenda(request: HttpRequest, number: int) -> HttpResponse:
    """The cases that may be put on it, to be ticked."""
    found = shown.found(request.user, number)
    letter = ""
    if request.method == "POST":
        try:
            services.put_on_agenda(found, request.POST.getlist("case"), by=request.user)
            return redirect("office_commission_session", number)
        except CaseRefused as refusal:
            letter = str(refusal)
    cases = [(each, name(each.territory.names)) for each in selectors.offered(found, request.user)]
    told = shown.context(shown.room(found, request.user))
    return render(request, "commission/agenda.html", told | {"cases": cases, "letter": letter})


@officers
@require_POST
def take_off(request: HttpRequest, number: int, place: int) -> HttpResponse:
    found = shown.found(request.user, number)
    item = found.items.select_related("case").filter(place=place).first()
    if item is None:
        raise Http404
    return _done(request, found, lambda: services.take_off(item, by=request.user))


@officers
@require_POST
def open_session(request: HttpRequest, number: int) -> HttpResponse:
    found = shown.found(request.user, number)
    return _done(request, found, lambda: services.open_session(found, _present(request), by=request.user))


@officers
@require_POST
def presence(request: HttpRequest, number: int) -> HttpResponse:
    found = shown.found(request.user, number)
    return _done(request, found, lambda: services.note_present(found, _present(request), by=request.user))


@officers
@require_POST
def minutes(request: HttpRequest, number: int) -> HttpResponse:
    found = shown.found(request.user, number)
    text, recording = request.POST.get("text", ""), request.POST.get("recording", "")[:200]
    return _done(request, found, lambda: services.write_minutes(found, text, recording, by=request.user))


@officers
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, number: int) -> HttpResponse:
    """What will be told to every case is shown first: it cannot be taken back."""
    found = shown.found(request.user, number)
    if request.method == "POST":
        return _done(request, found, lambda: services.close(found, by=request.user))
    room = shown.room(found, request.user)
    letter = _refusal(lambda: policies.refuse_closing(found, [row.item for row in room.rows]))
    counted = Counter(row.item.result for row in room.rows)
    results = [(each.label, counted[each]) for each in Result if counted[each]]
    return render(request, "commission/close.html", shown.context(room) | {"letter": letter, "results": results})


@officers
@require_POST
def cancel(request: HttpRequest, number: int) -> HttpResponse:
    found = shown.found(request.user, number)
    return _done(request, found, lambda: services.cancel(found, request.POST.get("reason", ""), by=request.user))


@officers
@require_safe
def protocol(request: HttpRequest, number: int) -> HttpResponse:
    """The minutes name families: whoever opens them is written down."""
    found = shown.found(request.user, number)
    made = Protocol.objects.filter(session=found).first()
    if made is None:
        raise Http404
    record_reading(request.user.actor, found.stream, "minutes")
    answer = HttpResponse(bytes(made.content), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="minutes-{found.pk}.pdf"'
    return answer


def _present(request: HttpRequest) -> set[int]:
    told = (whole_number(each) for each in request.POST.getlist("present"))
    return {each for each in told if each is not None}


def _refusal(do: Callable[[], Any]) -> str:
    try:
        do()
    except CaseRefused as letter:
        return str(letter)
    return ""


def _done(request: HttpRequest, found: Session, do: Callable[[], Any]) -> HttpResponse:
    letter = _refusal(do)
    if letter:
        return _page(request, found, letter)
    return redirect("office_commission_session", found.pk)


def _page(request: HttpRequest, found: Session, letter: str = "") -> HttpResponse:
    room = shown.room(found, request.user)
    try:
        text = request.POST.get("text") or selectors.minutes(found)
    except Erased as gone:
        text, letter = "", letter or str(gone)
    told = shown.context(room) | {
        "letter": letter,
        "minutes": text,
        "recording": request.POST.get("recording") or found.recording,
        "ready": found.state == State.SITTING and all(row.item.result for row in room.rows),
        "protocol": Protocol.objects.filter(session=found).exists(),
    }
    return render(request, "commission/session.html", told, status=409 if letter else 200)
