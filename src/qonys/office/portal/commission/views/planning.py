"""The list of sessions, and convening another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from qonys.office.casework.cases import law
from qonys.office.casework.cases.refusals import CaseRefused
from qonys.office.casework.commission import selectors, services
from qonys.office.casework.commission.models import Session
from qonys.office.foundation.authority.models import Account, Territory
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.authority.scope import in_force, who_may
from qonys.office.planning.wording.places import name
from qonys.office.portal.commission.forms import ConveneForm
from qonys.office.portal.officer.doors import officers
from qonys.office.portal.public.asked import mark, marked

PLACES = 60  # territories offered
MEMBERS = 60


@officers
@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    found = selectors.sessions(request.user, marked(request.GET.get("after", "")))
    shown, more = found[: selectors.PAGE], found[selectors.PAGE :]
    context = {
        "sessions": [(each, _procedure(each), name(each.territory.names)) for each in shown],
        "after": mark(shown[-1].day, shown[-1].pk) if more else "",
        "convenes": in_force(request.user, Action.CONVENE).exists(),
    }
    return render(request, "commission/sessions.html", context)


@officers
@require_http_methods(["GET", "HEAD", "POST"])
def convene(request: HttpRequest) -> HttpResponse:
    """First where and for what; then when, and who sits."""
    places, kinds = _places(request.user), _procedures()
    told = request.POST if request.method == "POST" else request.GET
    place = next((each for each in places if each.path == told.get("territory")), None)
    procedure = told.get("procedure", "")
    context: dict[str, Any] = {
        "places": [(each.path, name(each.names)) for each in places],
        "procedures": [(key, name(each.names.names)) for key, each in kinds.items()],
        "chosen": (told.get("territory", ""), procedure),
    }
    if place is None or procedure not in kinds:
        return render(request, "commission/convene.html", context)
    accounts = list(who_may(Action.VOTE, place.path, procedure)[:MEMBERS])
    form = ConveneForm(accounts, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = _convened(form.cleaned_data, procedure, place, accounts, request.user)
            return redirect("office_commission_session", made.pk)
        except CaseRefused as letter:
            form.add_error(None, str(letter))
    return render(request, "commission/convene.html", context | {"form": form, "accounts": accounts})


def _convened(
    told: Mapping[str, Any], procedure: str, place: Territory, accounts: list[Account], by: Account
) -> Session:
    seated = {str(each.pk): each for each in accounts}
    return services.convene(
        procedure,
        territory=place,
        day=told["day"],
        place=told["place"],
        members=[seated[key] for key in told["members"]],
        chair=seated[told["chair"]],
        by=by,
    )


def _places(account: Account) -> list[Territory]:
    """Where the account convenes: its own territories first, and what lies within them."""
    own = in_force(account, Action.CONVENE).values("territory")
    return list(Territory.objects.filter(wholes__whole__in=own, until=None).distinct().order_by("path")[:PLACES])


def _procedures() -> dict[str, Any]:
    """Those that know a commission today."""
    today = timezone.localdate()
    known = law.procedures()
    begun = {key: each for key, each in known.items() if any(version.since <= today for version in each.versions)}
    return {key: each for key, each in begun.items() if each.on(today).commission}


def _procedure(session: Session) -> str:
    return name(law.procedure(session.procedure).names.names)
