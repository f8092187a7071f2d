"""What was entered and nobody has seen yet: an officer who did not enter it goes there, and says what is there."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qonys.office.casework.offers import selectors, services
from qonys.office.casework.offers.models import Offer
from qonys.office.casework.offers.refusals import OfferRefused
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.authority.scope import in_force
from qonys.office.planning.wording.places import name
from qonys.office.portal.officer.doors import officers
from qonys.office.portal.officer.said import heard, say

SHOWN = 100


@officers
@require_http_methods(["GET", "HEAD", "POST"])
def readiness(request: HttpRequest) -> HttpResponse:
    if not in_force(request.user, Action.FOLLOW).exists():
        raise PermissionDenied(_("Only an integration officer verifies what is offered."))
    letter = ""
    if request.method == "POST":
        try:
            services.verify(_offer(request), request.POST.get("seen", "")[:500], by=request.user)
            say(request, _("Verified: families may be invited to it."))
            return redirect("office_placement_readiness")
        except OfferRefused as refusal:
            letter = str(refusal)
    rows = selectors.unverified(request.user).order_by("ready", "id")[:SHOWN]
    context = {"rows": [(each, name(each.territory.names)) for each in rows], "letter": letter, "said": heard(request)}
    return render(request, "placement/readiness.html", context, status=409 if letter else 200)


def _offer(request: HttpRequest) -> Offer:
    try:
        key = UUID(request.POST.get("offer", ""))
    except ValueError:
        key = UUID(int=0)
    found = selectors.unverified(request.user).filter(key=key).first()
    if found is None:
        raise OfferRefused(_("This offer is withdrawn, or verified already."))
    return found
