"""The list an officer works off."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_safe

from qonys.office.casework.cases import selectors
from qonys.office.casework.cases.models import Case
from qonys.office.portal.officer import asked, exports, listed, said
from qonys.office.portal.officer.asked import Asked
from qonys.office.portal.officer.doors import officers

LAST = "last list"  # in the session: the query of the list this officer looked at


@officers
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    if not request.GET and request.session.get(LAST):
        return redirect(f"{reverse('office_cases')}?{request.session[LAST]}")
    today, told = timezone.localdate(), asked.read(request.GET)
    found = asked.cases(request.user, told)
    counted = selectors.counts(found, today)
    if not told.queue:
        told = told.in_queue("all" if told.words else listed.first_with_work(counted))
    _remember(request, told)
    return render(request, "officer/cases/queue.html", _context(request, found, told, counted, today))


@officers
@require_GET
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    today, told = timezone.localdate(), asked.read(request.GET)
    making = {"csv": exports.as_csv, "xlsx": exports.as_xlsx}.get(form)
    if making is None:
        raise Http404
    return making(asked.rows(asked.cases(request.user, told), told, today), request.user, today)


def _context(
    request: HttpRequest, found: QuerySet[Case], told: Asked, counted: dict[str, int], today: date
) -> dict[str, object]:
    cases, following = listed.page(found, told, today)
    return {
        "asked": told,
        "tabs": listed.tabs(counted, told),
        "rows": listed.rows(cases, request.user, today),
        "next": told.address(after=following) if following else "",
        "beginning": told.address() if told.after else "",
        "query": told.address(),
        "cleared": told.address(procedure="", territory="", assignee="", q=""),
        "procedures": listed.procedures(),
        "places": listed.places(request.user),
        "nothing": listed.nothing(told),
        "most": exports.MOST,
        "said": said.heard(request),
    }


def _remember(request: HttpRequest, told: Asked) -> None:
    """Words are not remembered: tomorrow's list should not begin with yesterday's name."""
    address = told.address(q="")
    if request.session.get(LAST) != address:
        request.session[LAST] = address
