"""Rounds of a commission: the list, one round with its families, one family with its reasons and edits."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qonys.office.casework.cases import law
from qonys.office.casework.placement import selectors, services
from qonys.office.casework.placement.models import Edit, Placing, Round
from qonys.office.casework.placement.refusals import PlacementRefused, UnknownRound
from qonys.office.casework.placement.states import State
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.authority.scope import may
from qonys.office.planning.wording.numbers import number as written
from qonys.office.planning.wording.places import name
from qonys.office.portal.officer.doors import officers
from qonys.office.portal.officer.said import heard, say
from qonys.office.portal.placement import counted, told
from qonys.office.portal.placement.forms import EditForm, RoundForm
from qonys.office.portal.public.asked import whole_number


@officers
@require_http_methods(["GET", "HEAD", "POST"])
def rounds(request: HttpRequest) -> HttpResponse:
    runs = selectors.territories(request.user).exists()
    form = RoundForm(request.user, request.POST if request.method == "POST" else None) if runs else None
    letter = ""
    if form is not None and form.is_valid():
        try:
            made = services.open_round(
                form.cleaned_data["procedure"], territory=form.where, day=form.cleaned_data["day"], by=request.user
            )
            return redirect("office_placement_round", made.pk)
        except PlacementRefused as refusal:
            letter = str(refusal)
    found = selectors.rounds(request.user)[: selectors.PAGE]
    rows = [(each, name(each.territory.names), _procedure(each)) for each in found]
    return render(request, "placement/rounds.html", {"rows": rows, "form": form, "letter": letter})


@officers
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, number: int) -> HttpResponse:
    found, letter = _round(request, number), ""
    if request.method == "POST":
        try:
            say(request, _done(request, found))
            return redirect("office_placement_round", number)
        except PlacementRefused as refusal:
            letter = str(refusal)
    context = _head(request, found) | _families(request, found) | {"letter": letter, "said": heard(request)}
    return render(request, "placement/round.html", context, status=409 if letter else 200)


@officers
@require_http_methods(["GET", "HEAD", "POST"])
def family(request: HttpRequest, number: int, case: str) -> HttpResponse:
    found, letter = _round(request, number), ""
    try:
        placing = selectors.family(found, request.user, case)
    except UnknownRound:
        raise Http404 from None
    head = _head(request, found)
    form = EditForm(found, request.POST if request.method == "POST" else None) if head["runs"] else None
    if form is not None and form.is_valid():
        try:
            values = form.cleaned_data
            services.edit(placing, values["deed"], values["place"], values["reason"], by=request.user)
            say(request, _("Noted. The proposal is computed anew, with the cost of this change."))
            return redirect("office_placement_round", number)
        except PlacementRefused as refusal:
            letter = str(refusal)
    names = told.Names.of([*told.paths_in([placing]), *placing.wishes])
    context = head | {
        "placing": placing,
        "form": form,
        "letter": letter,
        "reasons": told.reasons(placing, names),
        "wishes": [names[path] for path in placing.wishes],
        "needs": [(told.lacking(key), count) for key, count in placing.needs.items() if _told_need(key, placing)],
    }
    return render(request, "placement/family.html", context, status=409 if letter else 200)


def _done(request: HttpRequest, found: Round) -> str:
    if "publish" in request.POST:
        services.publish(found, by=request.user)
        return _("The round is published: places are reserved, and every family is told.")
    if "drop" in request.POST:
        services.drop(found, by=request.user)
        return _("The round was dropped.")
    change = Edit.objects.filter(placing__round=found, pk=whole_number(request.POST.get("undo", ""))).first()
    if change is None:
        raise PlacementRefused(_("Choose what to change."))
    services.undo(change, by=request.user)
    return _("The change was taken back. The proposal is computed anew.")


def _head(request: HttpRequest, found: Round) -> dict[str, Any]:
    names = told.Names.of(row["place"] for row in found.report.get("scarce", ()))
    open_round = found.state in (State.COMPUTING, State.PROPOSED)
    report = found.report
    return {
        "round": found,
        "place": name(found.territory.names),
        "procedure": _procedure(found),
        "figures": _figures(report) if report else [],
        "cost": written(report["without_edits"] - report["value"]) if report else "",
        "counted": counted.counted(report),
        "scarce": told.scarce(report.get("scarce", ()), names),
        "runs": open_round and may(request.user, Action.CONVENE, found),
        "publishes": found.state == State.PROPOSED and may(request.user, Action.VOTE, found),
    }


def _figures(report: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (_("families"), written(report["families"])),
        (_("would be placed"), written(report["placed"])),
        (_("would wait"), written(report["families"] - report["placed"])),
        (_("at most from the best plan there is"), f"{written(100 * report['gap'], 2)} %"),
    ]


def _families(request: HttpRequest, found: Round) -> dict[str, Any]:
    rows = selectors.families(found, request.user, whole_number(request.GET.get("after", "")) or 0)
    shown = rows[: selectors.PAGE]
    names = told.Names.of(told.paths_in(shown))
    edits = selectors.edits(found, request.user)
    return {
        "rows": [(each, names[each.place_id] if each.place_id else "", told.reasons(each, names)) for each in shown],
        "more": shown[-1].pk if len(rows) > len(shown) else 0,
        "edits": [(each, name(each.place.names) if each.place else "") for each in edits],
    }


def _told_need(key: str, placing: Placing) -> bool:
    """Of the nested sizes of dwellings only the one the family needs."""
    return not key.startswith("dwelling") or f"dwelling{int(key[-1]) + 1}" not in placing.needs


def _procedure(found: Round) -> str:
    return name(law.procedure(found.procedure).names.names)


def _round(request: HttpRequest, number: int) -> Round:
    try:
        return selectors.round_of(request.user, number)
    except UnknownRound:
        raise Http404 from None
