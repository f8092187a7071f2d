"""Offers of a municipality: the list, entering, changing with history, withdrawing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from qonys.office.casework.offers import selectors, services
from qonys.office.casework.offers.models import Offer
from qonys.office.casework.offers.refusals import OfferRefused, UnknownOffer
from qonys.office.casework.placement import withdrawals
from qonys.office.foundation.authority import selectors as authority
from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.authority.scope import in_force
from qonys.office.foundation.journal.selectors import content
from qonys.office.planning.wording import places
from qonys.office.portal.municipality.forms import OfferForm
from qonys.office.portal.officer.doors import officers
from qonys.office.portal.public.asked import whole_number

PAGE = 50
LINES = {"entered": gettext_lazy("entered"), "changed": gettext_lazy("changed"), "withdrawn": gettext_lazy("withdrawn"),
         "verified": gettext_lazy("verified on the spot")}  # fmt: skip


@officers
@require_safe
def offers(request: HttpRequest) -> HttpResponse:
    _refuse_others(request.user)
    after = whole_number(request.GET.get("after", ""))
    found = selectors.entered(request.user).order_by("id")
    if after is not None:
        found = found.filter(pk__gt=after)
    rows = list(found[: PAGE + 1])
    context = {"rows": [(each, places.name(each.territory.names)) for each in rows[:PAGE]]}
    return render(request, "municipality/offers.html", context | {"more": rows[PAGE - 1].pk if len(rows) > PAGE else 0})


@officers
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    _refuse_others(request.user)
    form, letter = OfferForm(request.user, None, request.POST if request.method == "POST" else None), ""
    if form.is_valid():
        try:
            services.enter(form.told, form.where, by=request.user)
            return redirect("offers")
        except OfferRefused as refusal:
            letter = str(refusal)
    return render(request, "municipality/offer.html", {"form": form, "letter": letter})


@officers
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, key: UUID) -> HttpResponse:
    found = _offer(request.user, key)
    form, letter = OfferForm(request.user, found, request.POST if request.method == "POST" else None), ""
    try:
        if "withdraw" in request.POST:
            services.withdraw(found, by=request.user)
            return redirect("offers")
        if form.is_valid():
            services.change(found, form.told, by=request.user)
            return redirect("offer", key)
    except OfferRefused as refusal:
        letter = str(refusal)
    context = {"form": form, "letter": letter, "offer": found, "place": places.name(found.territory.names)}
    context["affected"] = withdrawals.affected(found)
    return render(request, "municipality/offer.html", context | {"history": list(_history(found))})


def _refuse_others(account: Account) -> None:
    if not in_force(account, Action.OFFER).exists():
        raise PermissionDenied(_("Only a municipality officer enters places. An administrator grants this mandate."))


def _offer(account: Account, key: UUID) -> Offer:
    try:
        return selectors.offer(account, key)
    except UnknownOffer:
        raise Http404 from None


def _history(found: Offer) -> Iterator[dict[str, Any]]:
    """Newest first: when, who, what, and for a change what it was before."""
    lines = list(selectors.history(found))
    names = authority.names_of(each.actor for each in lines)
    for line in lines:
        before, after = (content(line).get(side, {}) for side in ("before", "after"))
        changes = [(str(before[each]), str(after[each])) for each in before]
        yield {"at": line.at, "who": names.get(line.actor, line.actor), "what": LINES[line.action], "changes": changes}
