"""The loop, for whoever works with figures: a picture of the stations, and a table that says the same."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.authority.scope import in_force
from qonys.office.portal.loop.picture import drawn
from qonys.office.portal.loop.stations import stations
from qonys.office.portal.officer.doors import officers


@officers
@require_safe
def loop(request: HttpRequest) -> HttpResponse:
    if not in_force(request.user, Action.COUNT).exists():
        raise PermissionDenied(_("The loop is for who works with figures. An administrator grants this mandate."))
    found = stations(timezone.localdate())
    context = {"stations": found, "picture": drawn(found), "stale": [each for each in found if each.stale]}
    return render(request, "loop/loop.html", context)
