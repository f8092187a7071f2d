"""Orders: written with a preview, and carried out by a second officer."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qonys.office.casework.ledger import orders as services
from qonys.office.casework.ledger import selectors
from qonys.office.casework.ledger.models import Order, OrderLine, Quota
from qonys.office.casework.ledger.refusals import LedgerRefused, UnknownPlaces
from qonys.office.casework.ledger.states import OrderState
from qonys.office.foundation.authority import selectors as authority
from qonys.office.planning.wording import numbers
from qonys.office.planning.wording.places import name
from qonys.office.portal.ledger.forms import OrderForm
from qonys.office.portal.ledger.shown import kind_name, which
from qonys.office.portal.officer.doors import officers
from qonys.office.portal.officer.said import heard, say


@dataclass(frozen=True)
class Effect:
    """A line of an order as its reader sees it."""

    place: str
    kind: str
    change: str
    before: str
    after: str
    promoted: int
    possible: bool


@officers
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """First the preview, then, if the officer is sure, the proposal."""
    if not selectors.territories(request.user).exists():
        raise PermissionDenied(_("Only a migration officer proposes orders on quotas."))
    form, letter, effects = OrderForm(request.user, request.POST if request.method == "POST" else None), "", []
    if form.is_valid():
        effects = _preview(form)
        if "sure" in request.POST:
            try:
                made = services.propose(form.kind, form.told, form.lines, by=request.user)
                say(request, _("The order is written down. Another officer carries it out."))
                return redirect("office_quotas_order", made.pk)
            except LedgerRefused as refusal:
                letter = str(refusal)
    return render(request, "ledger/order_new.html", {"form": form, "letter": letter, "effects": effects})


@officers
@require_http_methods(["GET", "HEAD", "POST"])
def order(request: HttpRequest, number: int) -> HttpResponse:
    found, letter = _order(request, number), ""
    if request.method == "POST":
        try:
            _ended(request, found)
            return redirect("office_quotas_order", number)
        except LedgerRefused as refusal:
            letter = str(refusal)
    context = {
        "order": found,
        "letter": letter,
        "said": heard(request),
        "open": found.state == OrderState.PROPOSED,
        "own": found.proposed_by == request.user.actor,
        "effects": [_effect(each) for each in services.foresee(found.lines.select_related("quota__territory"))],
        "names": authority.names_of([found.proposed_by, found.confirmed_by]),
    }
    context["who"], context["second"] = (
        context["names"].get(each, each) for each in (found.proposed_by, found.confirmed_by)
    )
    return render(request, "ledger/order.html", context, status=409 if letter else 200)


def _ended(request: HttpRequest, found: Order) -> None:
    if "drop" in request.POST:
        services.drop(found, by=request.user)
        say(request, _("The order was dropped; nothing moved."))
    else:
        services.confirm(found, by=request.user)
        say(request, _("The order is carried out."))


def _order(request: HttpRequest, number: int) -> Order:
    try:
        return selectors.order(request.user, number)
    except UnknownPlaces:
        raise Http404 from None


def _preview(form: OrderForm) -> list[Effect]:
    """The lines as they would be, on the balances of this moment."""
    quotas: list[tuple[Quota, int]] = [
        (form.quotas[form.cleaned_data[side]], sign * form.cleaned_data["units"])
        for side, sign in (("source", -1), ("target", 1))
    ]
    return [_effect(each) for each in services.foresee(OrderLine(quota=q, change=change) for q, change in quotas)]


def _effect(effect: services.Effect) -> Effect:
    quota = effect.quota
    named = ", ".join(filter(None, (f"{kind_name(quota.kind)} {quota.year}", which(quota))))
    after = quota.available + effect.change
    return Effect(
        name(quota.territory.names),
        named,
        numbers.number(effect.change, signed=True),
        numbers.number(quota.available),
        numbers.number(after),
        effect.promoted,
        after >= 0,
    )
