"""A settled family's own pages: how it fares, who may help, what is offered."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from qonys.office.casework.integration import selectors, services
from qonys.office.casework.integration.models import Settled
from qonys.office.casework.integration.refusals import IntegrationRefused, UnknownSettlement
from qonys.office.casework.integration.states import Helper, State
from qonys.office.planning.wording import places
from qonys.office.portal.applicant.doors import applicants
from qonys.office.portal.applicant.looked import looks
from qonys.office.portal.settled import shown

HELPERS = (
    (Helper.CAREER_CENTRE, _("The officer who follows you may write notes, so that a colleague who stands in knows.")),
    (Helper.NGO, _("Organisations that help newcomers see your notes, and no answers, papers or decisions.")),
)


@applicants
@require_safe
def home(request: HttpRequest, number: str) -> HttpResponse:
    return _page(request, mine(request, number))


@applicants
@require_POST
def consent(request: HttpRequest, number: str) -> HttpResponse:
    settled = mine(request, number)
    helper = request.POST.get("helper", "")
    if helper not in Helper.values:
        raise Http404
    services.consent(settled, Helper(helper), request.POST.get("given") == "yes", by=request.user)
    return redirect("my_settled", settled.case.number)


@applicants
@require_POST
def help_answer(request: HttpRequest, number: str, key: UUID) -> HttpResponse:
    settled = mine(request, number)
    referral = selectors.referrals(settled).filter(key=key).first()
    state = request.POST.get("state", "")
    if referral is None or state not in State.values:
        raise Http404
    try:
        services.move(referral, State(state), by=request.user)
    except IntegrationRefused as letter:
        return _page(request, settled, str(letter))
    return redirect("my_settled", settled.case.number)


def mine(request: HttpRequest, number: str) -> Settled:
    try:
        return selectors.own(request.user, number)
    except UnknownSettlement:
        raise Http404 from None


def _page(request: HttpRequest, settled: Settled, letter: str = "") -> HttpResponse:
    consents = selectors.consents(settled)
    context = {
        "settled": settled,
        "case": settled.case,
        "place": places.name(settled.territory.names),
        "until": selectors.obliged_until(settled),
        "survey": selectors.open_survey(settled),
        "causes": shown.causes(settled),
        "helps": shown.helps(selectors.referrals(settled), family=True),
        "helpers": [(each.value, each.label, words, each.value in consents) for each, words in HELPERS],
        "notes": selectors.own_notes(settled),
        "looks": looks(settled.case, settled.stream),
        "letter": letter,
    }
    return render(request, "settled/mine.html", context)
