"""Figures of settled families by year of arrival: for officers of their own territory, for everybody of the country."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractYear
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qonys.office.casework.applications.places import regions
from qonys.office.casework.integration import permissions
from qonys.office.casework.integration.models import Settled
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.authority.scope import in_force
from qonys.office.planning.outcomes import selectors
from qonys.office.planning.outcomes.selectors import LEAST, Cohort, Outcomes
from qonys.office.planning.wording import places as wording
from qonys.office.portal.officer.doors import officers


@officers
@require_safe
def cohorts(request: HttpRequest) -> HttpResponse:
    """By year of arrival, of the families an officer follows."""
    if not in_force(request.user, Action.FOLLOW).exists():
        raise PermissionDenied(_("Only who follows settled families works here. An administrator grants this mandate."))
    return render(request, "settled/cohorts.html", {"rows": list(_by_year(permissions.followed(request.user)))})


@require_safe
def public(request: HttpRequest) -> HttpResponse:
    """Work after a year and staying, by year and region; nothing that few people stand behind."""
    found = selectors.latest()
    known = {each.code: each for each in regions()}
    chosen = known.get(request.GET.get("region", ""))
    context = {
        "outcomes": found,
        "rows": _of(found, chosen.code if chosen else "") if found else [],
        "regions": [(each.code, wording.name(each.names)) for each in wording.by_name(known.values())],
        "chosen": chosen.code if chosen else "",
        "name": wording.name(chosen.names) if chosen else "",
        "least": LEAST,
        "ladder": _ladder(found) if found else [],
    }
    return render(request, "settled/figures.html", context)


def _of(found: Outcomes, place: str) -> list[Cohort]:
    return sorted((each for each in found.cohorts if each.place == place), key=lambda each: -each.year)


def _ladder(found: Outcomes) -> list[tuple[int, float, float, float]]:
    """Years after arrival, the share still there with its interval; only years somebody has lived through."""
    shares = zip(found.retention, found.low, found.high, strict=True)
    return [(year, *each) for year, each in enumerate(shares, start=1) if each[0] == each[0]]


def _by_year(rows: QuerySet[Settled]) -> QuerySet[Settled, dict[str, int]]:
    today = timezone.localdate()
    return (
        rows.order_by()
        .annotate(year=ExtractYear("since"))
        .values("year")
        .annotate(
            families=Count("pk"),
            there=Count("pk", filter=Q(until=None)),
            left=Count("pk", filter=Q(registered__ended__in=["moved_on", "returned", "left"])),
            late=Count("pk", filter=Q(until=None, due__lt=today)),
            help=Count("pk", filter=Q(warned__isnull=False)),
        )
        .order_by("-year")
    )
