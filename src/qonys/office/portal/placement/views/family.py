"""A family's own page of its place: what is promised and why there, its wishes before, its word on arrival."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from qonys.office.casework.applications.places import regions
from qonys.office.casework.cases import selectors as cases
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.states import Status
from qonys.office.casework.placement import selectors, services
from qonys.office.casework.placement.models import Placing
from qonys.office.casework.placement.refusals import PlacementRefused
from qonys.office.casework.placement.states import Result
from qonys.office.portal.applicant.doors import applicants
from qonys.office.portal.placement import told
from qonys.office.portal.placement.forms import WishForm

LONGEST = 2000


@applicants
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, number: str) -> HttpResponse:
    found = cases.by_number(request.user, number)
    if number != found.number:
        return redirect("my_place", found.number)
    placing, letter = selectors.newest_of(found), ""
    wishes = _wishes(request, found, placing)
    if request.method == "POST":
        try:
            _done(request, found, placing, wishes)
            return redirect("my_place", number)
        except PlacementRefused as refusal:
            letter = str(refusal)
    context = {"case": found, "letter": letter, "wishes": wishes, "placing": placing, **_told(placing)}
    return render(request, "placement/my_place.html", context, status=409 if letter else 200)


def _done(request: HttpRequest, found: Case, placing: Placing | None, wishes: WishForm | None) -> None:
    if placing is not None and "confirm" in request.POST:
        services.confirm(placing, "", by=request.user)
    elif placing is not None and "lacking" in request.POST:
        text = request.POST["lacking"].strip()[:LONGEST]
        services.confirm(placing, text or "-", by=request.user)
    elif wishes is not None and wishes.is_valid():
        services.wish(found, wishes.paths, by=request.user)


def _wishes(request: HttpRequest, found: Case, placing: Placing | None) -> WishForm | None:
    """Asked for between the decision and the invitation."""
    if found.status != Status.GRANTED or (placing and placing.result not in (Result.WAITING, Result.LOST)):
        return None
    chosen = [wish.territory_id for wish in found.wishes.all()]
    return WishForm(regions(), chosen, request.POST if "wish1" in request.POST else None)


def _told(placing: Placing | None) -> dict[str, Any]:
    if placing is None:
        return {}
    names = told.Names.of(told.paths_in([placing]))
    return {
        "promises": told.promises(selectors.promised(placing)),
        "reasons": told.reasons(placing, names),
        "where": names[placing.place_id] if placing.place_id else "",
        "invited": placing.result == Result.INVITED,
        "lost": placing.result == Result.LOST,
    }
