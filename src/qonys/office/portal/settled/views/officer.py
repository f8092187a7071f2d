"""An officer follows families: what is due, one family on one page, help in the territory."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qonys.office.casework.integration import permissions, selectors
from qonys.office.casework.integration import services as doing
from qonys.office.casework.integration.law import integration
from qonys.office.casework.integration.models import Referral, Service, Settled
from qonys.office.casework.integration.refusals import IntegrationRefused, UnknownSettlement
from qonys.office.casework.integration.states import Helper, Source, State
from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.authority.scope import in_force
from qonys.office.planning.wording import places
from qonys.office.portal.officer import looked, said
from qonys.office.portal.officer.doors import officers
from qonys.office.portal.public.asked import mark, marked
from qonys.office.portal.settled import asked, shown
from qonys.office.portal.settled.timeline import timeline

PAGE = 50
FOLLOWING = "families followed"  # the purpose of a reading
QUEUES = (
    ("due", gettext_lazy("Due now")),
    ("late", gettext_lazy("More than a month late")),
    ("help", gettext_lazy("May need help")),
    ("all", gettext_lazy("All")),
)


@officers
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The families an officer follows; for an NGO those who agreed."""
    today, key = timezone.localdate(), request.GET.get("queue", "due")
    follows = in_force(request.user, Action.FOLLOW).exists()
    if not follows and not in_force(request.user, Action.SUPPORT).exists():
        raise PermissionDenied(_("Only who follows settled families works here. An administrator grants this mandate."))
    if follows:
        found = selectors.queue(request.user, key if key in selectors.QUEUES else "due", today)
    else:
        rows = permissions.opened_to_ngo(request.user).select_related("case__applicant", "territory")
        found = rows.order_by("due", "id")
    after = marked(request.GET.get("after", ""))
    rows = list((selectors.after(found, *after) if after else found)[: PAGE + 1])
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    context = {
        "rows": [(each, places.name(each.territory.names), _reasons(each)) for each in rows[:PAGE]],
        "queues": [(name, label, name == key) for name, label in QUEUES] if follows else [],
        "next": mark(last.due, last.pk) if last and last.due else "",
        "key": key,
        "today": today,
        "follows": follows,
        "said": said.heard(request),
    }
    return render(request, "settled/queue.html", context)


@officers
@require_safe
def family(request: HttpRequest, number: str) -> HttpResponse:
    return _page(request, _found(request, number))


@officers
@require_POST
def visit(request: HttpRequest, number: str) -> HttpResponse:
    settled = _found(request, number)
    try:
        day = date.fromisoformat(request.POST.get("on", ""))
    except ValueError:
        return _page(request, settled, _("Give the day as year-month-day."))
    facts = asked.told(settled, request.POST)
    return _done(request, settled, _("The visit is kept."),
                 lambda: doing.follow_up(settled, facts, on=day, source=Source.OFFICER, by=request.user))  # fmt: skip


@officers
@require_POST
def ask(request: HttpRequest, number: str) -> HttpResponse:
    settled = _followed(request, number)
    due = selectors.open_visit(settled)
    if due is None:
        raise Http404
    return _done(request, settled, _("The family is asked by notice."),
                 lambda: doing.ask(due, on=timezone.localdate(), actor=request.user.actor))  # fmt: skip


@officers
@require_POST
def note(request: HttpRequest, number: str) -> HttpResponse:
    settled = _found(request, number)
    text = request.POST.get("text", "")
    return _done(request, settled, _("The note is kept."), lambda: doing.write_note(settled, text, by=request.user))


@officers
@require_POST
def offer(request: HttpRequest, number: str) -> HttpResponse:
    settled = _found(request, number)
    service = selectors.services_for(settled).filter(key=_uuid(request.POST.get("service", ""))).first()
    if service is None:
        raise Http404
    reason = request.POST.get("reason", "")[:40]
    return _done(request, settled, _("Help is offered; the family is told."),
                 lambda: doing.offer(settled, service, reason=reason, by=request.user))  # fmt: skip


@officers
@require_POST
def help_step(request: HttpRequest, number: str, key: UUID) -> HttpResponse:
    settled = _found(request, number)
    referral = _referral(settled, key)
    state = _state(request)
    return _done(request, settled, _("What became of the help is kept."),
                 lambda: doing.move(referral, state, by=request.user))  # fmt: skip


@officers
@require_http_methods(["GET", "HEAD", "POST"])
def services(request: HttpRequest) -> HttpResponse:
    """What help there is in the territory of the officer."""
    if not in_force(request.user, Action.FOLLOW).exists():
        raise PermissionDenied(_("Only who follows settled families works here. An administrator grants this mandate."))
    mine = {each.pk: each for each in permissions.territories(request.user)}
    letter = ""
    if request.method == "POST":
        try:
            _enter_or_close(request, mine)
            return redirect("office_settled_services")
        except IntegrationRefused as refusal:
            letter = str(refusal)
    rows = permissions.services_changed_by(request.user).filter(closed=None)[:200]
    context = {
        "rows": [(each, shown.kind_name(each.kind), places.name(each.territory.names)) for each in rows],
        "places": [(each.pk, places.name(each.names)) for each in places.by_name(mine.values())],
        "kinds": [(each.key, shown.kind_name(each.key)) for each in integration().services],
        "letter": letter,
        "told": request.POST,
    }
    return render(request, "settled/services.html", context)


def _enter_or_close(request: HttpRequest, mine: dict[str, Any]) -> None:
    if "close" in request.POST:
        row = Service.objects.filter(key=_uuid(request.POST["close"])).first()
        if row is None:
            raise Http404
        doing.close_service(row, by=request.user)
        return
    told = {key: request.POST.get(key, "") for key in ("kind", "provider", "phone")}
    place = mine.get(request.POST.get("territory", ""))
    if place is None:
        raise IntegrationRefused(_("Choose a territory."))
    doing.enter_service(place, by=request.user, **told)


def _found(request: HttpRequest, number: str) -> Settled:
    """Opening a family is written down before it is shown."""
    try:
        settled = selectors.by_number(request.user, number)
    except UnknownSettlement as letter:
        raise Http404(str(letter)) from None
    looked.note(request, settled.stream, FOLLOWING)
    return settled


def _followed(request: HttpRequest, number: str) -> Settled:
    settled = _found(request, number)
    if not permissions.follows(request.user, settled):
        raise Http404
    return settled


def _done(request: HttpRequest, settled: Settled, sentence: str, deed: Any) -> HttpResponse:
    try:
        deed()
    except UnknownSettlement as letter:
        raise Http404(str(letter)) from None
    except IntegrationRefused as letter:
        return _page(request, settled, str(letter))
    said.say(request, sentence)
    return redirect("office_settled_family", settled.case.number)


def _page(request: HttpRequest, settled: Settled, letter: str = "") -> HttpResponse:
    settled.refresh_from_db(fields=["due", "reasons", "weight", "warned", "until"])
    today = timezone.localdate()
    follows = permissions.follows(request.user, settled)
    context = {
        "settled": settled,
        "case": settled.case,
        "place": places.name(settled.territory.names),
        "follows": follows,
        "letter": letter,
        "today": today,
        "notes": selectors.notes(settled, request.user),
        "consents": [(each.label, each in selectors.consents(settled)) for each in Helper],
        "may_note": _may_note(request.user, settled),
        "said": said.heard(request),
    }
    if follows:
        context |= _followed_part(request, settled, today)
    return render(request, "settled/family.html", context, status=200 if not letter else 422)


def _followed_part(request: HttpRequest, settled: Settled, today: date) -> dict[str, Any]:
    """What only who follows the family sees: facts, reasons, referrals. An NGO sees notes alone."""
    names = {str(each.key): each.full_name for each in selectors.persons(settled)}
    values = {key: value for key, value in request.POST.items() if isinstance(value, str)}
    return {
        "timeline": timeline(settled, today),
        "until": selectors.obliged_until(settled),
        "visit": selectors.open_visit(settled),
        "survey": selectors.open_survey(settled),
        "questions": asked.questions(settled, integration().topics, today, names, values),
        "facts": shown.facts(settled, names),
        "causes": shown.causes(settled),
        "services": [(each, shown.kind_name(each.kind)) for each in selectors.services_for(settled)],
        "helps": shown.helps(selectors.referrals(settled)),
    }


def _may_note(account: Account, settled: Settled) -> bool:
    helper = permissions.helper(account, settled)
    return helper is not None and selectors.agreed(settled, helper)


def _reasons(settled: Settled) -> list[str]:
    law = integration()
    return [shown.say(reason.names) for key in settled.reasons if (reason := law.reason(key))]


def _referral(settled: Settled, key: UUID) -> Referral:
    found = selectors.referrals(settled).filter(key=key).first()
    if found is None:
        raise Http404
    return found


def _state(request: HttpRequest) -> State:
    try:
        return State(request.POST.get("state", ""))
    except ValueError:
        raise Http404 from None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
