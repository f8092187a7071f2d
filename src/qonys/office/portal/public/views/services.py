"""What there is for families: each procedure with what it gives and asks, the calculator, the status, the account."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from qonys.countries.procedures.law import Procedure
from qonys.engines.vocabulary.errors import BadInput
from qonys.office.casework.cases import law
from qonys.office.planning.wording import places


@dataclass(frozen=True)
class Offered:
    """A procedure on the page for families."""

    key: str
    name: str
    gives: str
    papers: list[str]
    acts: list[str]


@require_safe
def services(request: HttpRequest) -> HttpResponse:
    offered = [found for each in law.procedures().values() if (found := _offered(each))]
    return render(request, "public/services.html", {"offered": offered})


def _offered(procedure: Procedure) -> Offered | None:
    """None for a procedure that is not in force yet."""
    try:
        version = procedure.on(timezone.localdate())
    except BadInput:
        return None
    return Offered(
        key=procedure.key,
        name=places.name(procedure.names.names),
        gives=places.name(version.gives.names),
        papers=[places.name(each.names.names) for each in version.papers if each.needed and each.when is None],
        acts=[places.name(procedure.acts[each].names) for each in version.acts if each in procedure.acts],
    )
