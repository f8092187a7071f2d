"""Subscriptions to events. Events carry numbers and links only, and reach those whose mandates let them see."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from ninja import Status
from pydantic import Field

from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.events import services
from qonys.office.foundation.events.catalogue import TYPES
from qonys.office.foundation.events.models import Delivery, Subscription
from qonys.office.portal.api import keyset
from qonys.office.portal.api.callers import needs
from qonys.office.portal.api.operations import Room
from qonys.office.portal.api.problems import Problem
from qonys.office.portal.api.shapes import After, Code, Limit, Number, Page, Shape

room = Room(tags=["webhooks"])


class EventType(Shape):
    type: str
    means: str


class WebhookWanted(Shape):
    url: Annotated[str, Field(min_length=1, max_length=500)]
    types: Annotated[list[Code], Field(min_length=1, max_length=50)]


class WebhookShape(Shape):
    number: int
    url: str
    types: list[str]
    created: datetime
    ended: datetime | None


class NewWebhook(WebhookShape):
    """`secret` signs every delivery, and is told only now."""

    secret: str


class DeliveryShape(Shape):
    number: int
    event: str
    type: str
    subject: str
    state: str
    attempts: int
    status: int | None
    remark: str
    due: datetime
    changed: datetime


@room.get("/event-types", response=Page[EventType], summary=gettext_lazy("Events there are"))
def list_event_types(request: HttpRequest, after: After, limit: Limit) -> dict[str, Any]:
    rows = list(TYPES.items())
    return keyset.stretch(request, rows, after, limit, _type, path=request.path)


@room.post("/webhooks", response={201: NewWebhook}, summary=gettext_lazy("Subscribe to events"))
@needs(Action.SEE)
def subscribe(request: HttpRequest, payload: WebhookWanted) -> Status[Any]:
    made = services.subscribe(request.caller.account, payload.url, payload.types)  # type: ignore[attr-defined]
    return Status(201, NewWebhook(**_webhook(made).model_dump(), secret=made.secret))


@room.get("/webhooks", response=Page[WebhookShape], summary=gettext_lazy("My subscriptions"))
@needs(Action.SEE)
def list_webhooks(request: HttpRequest, after: After, limit: Limit) -> dict[str, Any]:
    return keyset.page(request, _own(request), ("id",), after, limit, _webhook)


@room.get("/webhooks/{number}", response=WebhookShape, summary=gettext_lazy("One subscription of mine"))
@needs(Action.SEE)
def one_webhook(request: HttpRequest, number: Number) -> WebhookShape:
    return _webhook(_found(request, number))


@room.delete("/webhooks/{number}", response={200: WebhookShape}, summary=gettext_lazy("End a subscription"))
@needs(Action.SEE)
def end_webhook(request: HttpRequest, number: Number) -> WebhookShape:
    services.end(_found(request, number))
    return _webhook(_found(request, number))


@room.post("/webhooks/{number}/test", response={202: DeliveryShape}, summary=gettext_lazy("Send a test event"))
@needs(Action.SEE)
def test_webhook(request: HttpRequest, number: Number) -> Status[Any]:
    return Status(202, _delivery(services.ping(_found(request, number))))


@room.get(
    "/webhooks/{number}/deliveries", response=Page[DeliveryShape], summary=gettext_lazy("What became of the deliveries")
)
@needs(Action.SEE)
def list_deliveries(request: HttpRequest, number: Number, after: After, limit: Limit) -> dict[str, Any]:
    """The newest first."""
    rows = Delivery.objects.filter(subscription=_found(request, number)).select_related("event")
    return keyset.page(request, rows, ("-id",), after, limit, _delivery)


@room.post(
    "/webhooks/{number}/deliveries/{delivery}/again",
    response={202: DeliveryShape},
    summary=gettext_lazy("Try a delivery again that was given up"),
)
@needs(Action.SEE)
def deliver_again(request: HttpRequest, number: Number, delivery: Number) -> Status[Any]:
    rows = Delivery.objects.filter(subscription=_found(request, number)).select_related("event")
    found = rows.filter(pk=delivery).first()
    if found is None:
        raise Problem("not-found")
    services.again(found)
    return Status(202, _delivery(rows.get(pk=delivery)))


def _own(request: HttpRequest) -> QuerySet[Subscription]:
    account = request.caller.account  # type: ignore[attr-defined]
    return Subscription.objects.filter(account=account).select_related("account")


def _found(request: HttpRequest, number: int) -> Subscription:
    found = _own(request).filter(pk=number).first()
    if found is None:
        raise Problem("not-found")
    return found


def _type(row: tuple[str, Any]) -> EventType:
    return EventType(type=row[0], means=str(row[1]))


def _webhook(row: Subscription) -> WebhookShape:
    return WebhookShape(number=row.pk, url=row.url, types=row.types, created=row.created, ended=row.ended)


def _delivery(row: Delivery) -> DeliveryShape:
    return DeliveryShape(
        number=row.pk,
        event=str(row.event.uuid),
        type=row.event.type,
        subject=row.event.subject,
        state=row.state,
        attempts=row.attempts,
        status=row.status,
        remark=row.remark,
        due=row.due,
        changed=row.changed,
    )
