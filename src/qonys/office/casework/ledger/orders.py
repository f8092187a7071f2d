"""Orders: places are opened, cut, or moved between territories, kinds and years, by a document and with four eyes.

An order is proposed with its lines, can be looked at (`foresee`), and is carried out by another officer: all of its
lines or none, with one line in the journal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qonys.office.casework.ledger import policies, writing
from qonys.office.casework.ledger.book import Book
from qonys.office.casework.ledger.kinds import checked
from qonys.office.casework.ledger.models import Order, OrderLine, Quota, Reservation
from qonys.office.casework.ledger.refusals import KeyTaken
from qonys.office.casework.ledger.states import OrderKind, OrderState, State
from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.journal.services import append

CONSOLE = "command line"


@dataclass(frozen=True)
class Places:
    """Which quota is meant; it is begun when nobody has named it before."""

    year: int
    kind: str
    territory: str
    channel: str = ""
    occupation: str = ""


@dataclass(frozen=True)
class Document:
    """What an order stands in."""

    number: str
    day: date
    document: str


@dataclass(frozen=True)
class Effect:
    """What a line does to its quota. `promoted`: people on the waiting list who would get a place."""

    quota: Quota
    change: int
    available: int
    promoted: int

    @property
    def possible(self) -> bool:
        return self.available >= 0


def propose(kind: str, document: Document, lines: Mapping[Places, int], *, by: Account | None = None) -> Order:
    """Write an order down with its lines; nothing moves yet. `by` None: at the console. Raises LedgerRefused."""
    policies.refuse_order(kind, document.number, document.day, document.document, lines)
    policies.refuse_reach([each.territory for each in lines], by)
    actor = by.actor if by else CONSOLE
    try:
        with transaction.atomic():
            order = Order.objects.create(
                kind=kind,
                number=document.number.strip(),
                day=document.day,
                document=document.document.strip(),
                proposed_by=actor,
            )
            rows = [OrderLine(order=order, quota=quota_of(each), change=change) for each, change in lines.items()]
            OrderLine.objects.bulk_create(rows)
            append(order.stream, "proposed", _told(order, rows), actor=actor)
    except IntegrityError:
        told = {"number": document.number, "day": document.day}
        raise KeyTaken(_("Order %(number)s of %(day)s is in the ledger already.") % told) from None
    return order


def confirm(order: Order, *, by: Account | None = None) -> Order:
    """Carry an order out: every line or none, and whoever waits for what comes free gets it. Raises LedgerRefused."""
    actor = by.actor if by else CONSOLE
    with transaction.atomic():
        held = _held(order)
        policies.refuse_state(held)
        lines = list(held.lines.select_related("quota"))
        policies.refuse_reach([line.quota.territory_id for line in lines], by)
        policies.refuse_own(held, by)
        quotas = Quota.objects.select_for_update().filter(pk__in=[line.quota_id for line in lines]).order_by("pk")
        book = Book({each.pk: each for each in quotas}, {}, timezone.now(), actor)
        for line in sorted(lines, key=lambda line: line.change):  # first what is taken: it must be there
            book.order(held, book.quotas[line.quota_id], line.change)
        writing.close(book)
        _end(held, OrderState.IN_FORCE, actor, book)
        append(held.stream, "carried_out", _told(held, lines), actor=actor)
    return held


def drop(order: Order, *, by: Account | None = None) -> Order:
    """It is not carried out; its number may be used again. Raises LedgerRefused."""
    actor = by.actor if by else CONSOLE
    with transaction.atomic():
        held = _held(order)
        policies.refuse_state(held)
        policies.refuse_reach(list(held.lines.values_list("quota__territory_id", flat=True)), by)
        _end(held, OrderState.DROPPED, actor)
        append(held.stream, "dropped", {}, actor=actor)
    return held


def carry(kind: str, document: Document, lines: Mapping[Places, int]) -> Order:
    """Propose and carry out at once, at the console: for quotas that were published by order before. All or nothing."""
    with transaction.atomic():
        return confirm(propose(kind, document, lines))


def foresee(lines: Iterable[OrderLine]) -> list[Effect]:
    """What each line would do, on the balances of this moment; changes nothing."""
    return [_effect(line) for line in lines]


def quota_of(wanted: Places) -> Quota:
    """The quota of that name, begun empty if it is new."""
    found, _new = Quota.objects.get_or_create(
        year=wanted.year,
        kind=checked(wanted.kind),
        territory_id=wanted.territory,
        channel=wanted.channel,
        occupation=wanted.occupation,
    )
    return found


def _effect(line: OrderLine) -> Effect:
    left, promoted = line.quota.available + line.change, 0
    if line.quota.waiting:
        waiting = Reservation.objects.filter(quota=line.quota_id, state=State.WAITING).order_by("priority", "arrival")
        for units in waiting.values_list("units", flat=True)[: writing.HEADS]:
            if units > left:
                break
            left, promoted = left - units, promoted + 1
    return Effect(line.quota, line.change, left, promoted)


def _held(order: Order) -> Order:
    return Order.objects.select_for_update().get(pk=order.pk)


def _end(order: Order, state: OrderState, actor: str, book: Book | None = None) -> None:
    order.state, order.confirmed_by = state, actor
    order.ended = book.now if book else timezone.now()
    order.save(update_fields=["state", "confirmed_by", "ended"])


def _told(order: Order, lines: Sequence[OrderLine]) -> dict[str, object]:
    moved = [{"quota": str(line.quota), "change": line.change} for line in lines]
    return {
        "kind": OrderKind(order.kind).value,
        "number": order.number,
        "day": order.day,
        "document": order.document,
        "lines": moved,
    }
