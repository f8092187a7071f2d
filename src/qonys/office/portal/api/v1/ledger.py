"""The quota ledger: balances for everybody; places reserved, used and released for cases one may decide."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query
from pydantic import Field

from qonys.office.casework.cases.permissions import visible
from qonys.office.casework.cases.refusals import UnknownCase
from qonys.office.casework.ledger import services
from qonys.office.casework.ledger.models import Quota, Reservation
from qonys.office.casework.ledger.refusals import UnknownPlaces
from qonys.office.casework.ledger.services import Ask
from qonys.office.casework.ledger.states import State
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.authority.scope import within
from qonys.office.portal.api import keyset
from qonys.office.portal.api.callers import needs
from qonys.office.portal.api.operations import Room
from qonys.office.portal.api.problems import Problem
from qonys.office.portal.api.shapes import After, Code, Limit, Page, Shape, Year
from qonys.office.portal.api.v1.cases import caller_of

room = Room(tags=["ledger"])
STEPS = {"use": State.USED, "release": State.RELEASED, "freeze": State.FROZEN, "unfreeze": State.RESERVED}


class PlacesShape(Shape):
    """Places of one kind; empty channel or occupation: of any."""

    number: int
    year: int
    kind: str
    territory: str
    channel: str
    occupation: str
    granted: int
    available: int
    reserved: int
    frozen: int
    used: int
    waiting: int


class PlacesWanted(Shape):
    """Places for the family of a case: as many as it has persons. The same key again is the same reservation."""

    key: Code
    quota: Annotated[int, Field(ge=1, le=2**63 - 1, strict=True)]
    case: Code


class Step(Shape):
    key: Code
    step: Literal["use", "release", "freeze", "unfreeze"]


class ReservationShape(Shape):
    key: str
    quota: int
    case: str
    units: int
    state: str


@room.get("/ledger/quotas", auth=None, response=Page[PlacesShape], summary=gettext_lazy("Balances of the quota ledger"))
def list_balances(
    request: HttpRequest,
    after: After,
    limit: Limit,
    year: Annotated[Year | None, Query(None)],
    kind: Annotated[Code | None, Query(None)],
) -> dict[str, Any]:
    rows = Quota.objects.all()
    rows = rows.filter(year=year) if year else rows
    rows = rows.filter(kind=kind) if kind else rows
    return keyset.page(request, rows, ("id",), after, limit, _quota)


@room.post("/ledger/reservations", response=ReservationShape, summary=gettext_lazy("Reserve places for a case"))
@needs(Action.DECIDE)
def reserve_places(request: HttpRequest, payload: PlacesWanted) -> ReservationShape:
    """Reserved, or on the waiting list when too little is free."""
    caller = caller_of(request)
    case = visible(caller.account, action=Action.DECIDE).filter(number=payload.case).first()
    if case is None:
        raise UnknownCase(_("There is no case %(number)s among those you may see.") % {"number": payload.case})
    ask = Ask(payload.key, payload.quota, case.members.count() + 1, case.pk)
    held = Reservation.objects.filter(case=case, state__in=("waiting", "reserved", "frozen", "used")).first()
    if held is not None and held.key != payload.key:
        raise Problem("conflict", _("The case holds places already, or waits for them."))
    return _reservation(services.reserve(ask, actor=caller.actor))


@room.post("/ledger/reservations/steps", response=ReservationShape, summary=gettext_lazy("What becomes of places"))
@needs(Action.DECIDE)
def change_reservation(request: HttpRequest, payload: Step) -> ReservationShape:
    caller = caller_of(request)
    mine = within(Reservation.objects.filter(key=payload.key), caller.account, Action.DECIDE)
    if not mine.exists():
        raise UnknownPlaces(_("Nothing was reserved with the key %(key)s.") % {"key": payload.key})
    (outcome,) = services.carry_out([services.Change(payload.key, STEPS[payload.step])], actor=caller.actor)
    if outcome.refusal or outcome.reservation is None:
        raise Problem("conflict", str(outcome.refusal or ""))
    return _reservation(outcome.reservation)


def _quota(row: Quota) -> PlacesShape:
    counts = {name: getattr(row, name) for name in ("granted", "available", "reserved", "frozen", "used", "waiting")}
    named = {"year": row.year, "kind": row.kind, "channel": row.channel, "occupation": row.occupation}
    return PlacesShape(number=row.pk, territory=row.territory_id, **named, **counts)


def _reservation(held: Reservation) -> ReservationShape:
    number = held.case.number if held.case else ""
    return ReservationShape(key=held.key, quota=held.quota_id, case=number, units=held.units, state=str(held.state))
