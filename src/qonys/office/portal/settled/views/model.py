"""The outcome model that placement counts by: a version, how far it can be trusted, and for whom."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qonys.office.casework.applications.places import regions
from qonys.office.planning.outcomes import selectors
from qonys.office.planning.outcomes.selectors import ENOUGH, LEAST
from qonys.office.planning.wording import places as wording
from qonys.office.portal.settled import reliability

SHOWN = 30


@require_safe
def model(request: HttpRequest, version: str = "") -> HttpResponse:
    found = selectors.version(version)
    if found is None and version:
        raise Http404
    trust = found.trust if found else None
    names = {each.code: wording.name(each.names) for each in regions()} if trust else {}
    context = {
        "found": found,
        "trust": trust,
        "points": reliability.drawn(trust.bins) if trust else [],
        "scale": reliability.scale(),
        "tables": reliability.tables(trust, names) if trust and trust.bins else [],
        "others": [each for each in selectors.versions() if found and each != found.version][:SHOWN],
        "least": LEAST,
        "enough": ENOUGH,
    }
    return render(request, "settled/model.html", context)
