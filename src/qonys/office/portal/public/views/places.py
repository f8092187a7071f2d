"""What waits for families, region by region: dwellings, school and kindergarten places, jobs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qonys.office.casework.applications.places import regions
from qonys.office.casework.offers import selectors
from qonys.office.planning.wording import places as wording

MOST = 200  # rows on one page; a region rarely has more


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    known = {each.code: each for each in regions()}
    chosen = known.get(request.GET.get("region", ""))
    found = selectors.open_to_all(chosen.pk if chosen else "").order_by("kind", "ready", "id")[: MOST + 1]
    rows = [(each, wording.name(each.territory.names)) for each in found]
    context = {
        "regions": [(each.code, wording.name(each.names)) for each in wording.by_name(known.values())],
        "chosen": chosen.code if chosen else "",
        "rows": rows[:MOST],
        "more": len(rows) > MOST,
    }
    return render(request, "public/places.html", context)
