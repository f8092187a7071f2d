"""Pairs that may be one person: the queue, the two entries side by side, and what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from qonys.office.planning.wording.numbers import percent
from qonys.office.planning.wording.places import name
from qonys.office.portal.officer import evidence, looked, said
from qonys.office.portal.officer.casefile import people
from qonys.office.portal.officer.casefile.words import country
from qonys.office.portal.officer.doors import officers
from qonys.office.registers.linkage import selectors, services
from qonys.office.registers.linkage.languages import Language
from qonys.office.registers.linkage.models import Candidate, Learned
from qonys.office.registers.linkage.refusals import WrongPairState
from qonys.office.registers.linkage.states import WAITING, State
from qonys.office.registers.persons.models import Person

MOST = 50
LONGEST = 300
GROUPS: Mapping[str, Promise] = {
    "all": gettext_lazy("All"),
    "kazakh": gettext_lazy("Kazakh names"),
    "russian": gettext_lazy("Russian names"),
    "uzbek": gettext_lazy("Uzbek names"),
    "uighur": gettext_lazy("Uighur names"),
    "from_china": gettext_lazy("Kazakh names in Chinese papers"),
}
CHOICES = {"same": State.SAME, "different": State.DIFFERENT, "later": State.LATER}


@officers
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    found = list(selectors.queue(request.user, _after(request))[: MOST + 1])
    today = timezone.localdate()
    rows = [
        {"pair": each, "one": _named(each.one, today), "two": _named(each.two, today), "chance": _percent(each)}
        for each in found[:MOST]
    ]
    after = found[MOST - 1].key if len(found) > MOST else None
    return render(
        request, "officer/same_person/queue.html", {"rows": rows, "after": after, "said": said.heard(request)}
    )


@officers
@require_http_methods(["GET", "HEAD", "POST"])
def pair(request: HttpRequest, key: UUID) -> HttpResponse:
    found = selectors.visible(request.user).filter(key=key).select_related("one__home", "two__home").first()
    if found is None:
        raise Http404
    if request.method == "POST":
        return _decided(request, found)
    for person in (found.one, found.two):
        looked.note(request, person.stream, looked.CASE_WORK)
    return render(request, "officer/same_person/pair.html", {**_context(found), "said": said.heard(request)})


def quality(request: HttpRequest) -> HttpResponse:
    """Figures of every model, for everybody: counts and shares, nobody's data."""
    rows = [
        {
            "learned": each,
            "all": _shares(each.quality.get("all")),
            "groups": _groups(each),
            "languages": _languages(each),
        }
        for each in Learned.objects.order_by("-pk")[:MOST]
    ]
    told = selectors.measured()
    shares = [(GROUPS[group], percent(100 * right, 1), percent(100 * found, 1)) for group, right, found in told.shares]
    context = {"rows": rows, "measured": told, "shares": shares}
    return render(request, "officer/same_person/quality.html", context)


def _decided(request: HttpRequest, found: Candidate) -> HttpResponse:
    wanted, reason = request.POST.get("do", ""), request.POST.get("reason", "")[:LONGEST]
    try:
        if wanted == "undo":
            services.undo(found, account=request.user, reason=reason)
            said.say(request, _("The pair is open again; both entries stand alone."))
            return redirect("office_same_pair", key=found.key)
        if wanted not in CHOICES:
            return redirect("office_same_pair", key=found.key)
        services.decide(found, CHOICES[wanted], account=request.user, reason=reason)
    except WrongPairState as refusal:
        said.say(request, str(refusal))
        return redirect("office_same_pair", key=found.key)
    following = selectors.queue(request.user, found).first() or selectors.queue(request.user).first()
    return redirect("office_same_pair", key=following.key) if following else redirect("office_same")


def _context(found: Candidate) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "pair": found,
        "waiting": found.state in WAITING,
        "state": State(found.state).label,
        "chance": _percent(found),
        "facts": _facts(people.shown(found.one, today), people.shown(found.two, today), found),
        "lines": evidence.lines(found.why),
        "one": found.one.full_name,
        "two": found.two.full_name,
    }


def _facts(one: people.Shown, two: people.Shown, found: Candidate) -> list[dict[str, object]]:
    told = (
        (_("Name"), one.name, two.name), (_("In Latin letters"), one.latin, two.latin), (_("IIN"), one.iin, two.iin),
        (_("Born"), one.born, two.born), (_("Sex"), one.sex, two.sex),
        (_("Citizenship"), one.citizenship, two.citizenship),
        (_("Home"), name(found.one.home.names), name(found.two.home.names)),
    )  # fmt: skip
    return [{"label": label, "one": a, "two": b, "differs": a != b} for label, a, b in told if a or b]


def _named(person: Person, today: Any) -> people.Shown:
    return people.shown(person, today)


def _percent(found: Candidate) -> str:
    """Never a hundred: nobody is certain."""
    return percent(min(found.probability * 100, 99.9), 1)


def _after(request: HttpRequest) -> Candidate | None:
    try:
        key = UUID(request.GET.get("after", ""))
    except ValueError:
        return None
    return selectors.visible(request.user).filter(key=key).first()


def _shares(told: dict[str, list[float]] | None) -> dict[str, str]:
    shares = {key: [f"{100 * each:.1f}" for each in values] for key, values in (told or {}).items()}
    return {key: f"{value} % ({low}–{high})" for key, (value, low, high) in shares.items()}


def _languages(learned: Learned) -> list[tuple[str, dict[str, str]]]:
    told = learned.quality.get("languages", {})
    return [(str(each.label), _shares(told[each.value])) for each in Language if told.get(each.value)]


def _groups(learned: Learned) -> list[tuple[str, dict[str, str]]]:
    groups = learned.quality.get("groups", {})
    return [(country(code), _shares(told)) for code, told in groups.items() if told]
