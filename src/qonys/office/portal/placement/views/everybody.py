"""What everybody may know of a round: how many were placed, by which groups, and what was scarce."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qonys.office.casework.cases import law
from qonys.office.casework.placement import selectors
from qonys.office.planning.wording.places import name
from qonys.office.portal.placement import counted, told

SHOWN = 60


@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    rows = [
        (each, name(each.territory.names), name(law.procedure(each.procedure).names.names))
        for each in selectors.published()[:SHOWN]
    ]
    return render(request, "placement/public_rounds.html", {"rows": rows})


@require_safe
def one(request: HttpRequest, number: int) -> HttpResponse:
    found = selectors.published().filter(pk=number).first()
    if found is None:
        raise Http404
    names = told.Names.of(row["place"] for row in found.report.get("scarce", ()))
    context = {
        "round": found,
        "place": name(found.territory.names),
        "procedure": name(law.procedure(found.procedure).names.names),
        "counted": counted.counted(found.report),
        "fairness": told.fairness(found.fairness),
        "scarce": told.scarce(found.report.get("scarce", ()), names),
    }
    return render(request, "placement/public_round.html", context)
