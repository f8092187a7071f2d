"""What becomes of a place that was asked for, as a table, and the accounts between which each step moves its units.

waiting -> reserved -> used -> released        released, expired: the units are free again
              |  ^
              v  |
             frozen                            an appeal runs: nobody else gets them, and they do not expire
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    WAITING = "waiting", pgettext_lazy("a place of a quota", "on the waiting list")
    RESERVED = "reserved", pgettext_lazy("a place of a quota", "reserved")
    FROZEN = "frozen", pgettext_lazy("a place of a quota", "frozen by an appeal")
    USED = "used", pgettext_lazy("a place of a quota", "used")
    RELEASED = "released", pgettext_lazy("a place of a quota", "released")
    EXPIRED = "expired", pgettext_lazy("a place of a quota", "expired")


class Account(TextChoices):
    """Where units stand. `granted` is the other side of all of them: what orders gave."""

    GRANTED = "granted", pgettext_lazy("an account of the quota ledger", "given by order")
    AVAILABLE = "available", pgettext_lazy("an account of the quota ledger", "free")
    RESERVED = "reserved", pgettext_lazy("an account of the quota ledger", "reserved")
    FROZEN = "frozen", pgettext_lazy("an account of the quota ledger", "frozen")
    USED = "used", pgettext_lazy("an account of the quota ledger", "used")


@dataclass(frozen=True)
class Step:
    """From one state to another; `done`: how a statement tells of it."""

    key: str
    before: State
    after: State
    done: Promise


STEPS = (
    Step("promoted", State.WAITING, State.RESERVED, _("promoted from the waiting list")),
    Step("left", State.WAITING, State.RELEASED, _("left the waiting list")),
    Step("lapsed", State.WAITING, State.EXPIRED, _("lapsed on the waiting list")),
    Step("used", State.RESERVED, State.USED, _("used")),
    Step("released", State.RESERVED, State.RELEASED, _("released")),
    Step("expired", State.RESERVED, State.EXPIRED, _("expired")),
    Step("frozen", State.RESERVED, State.FROZEN, _("frozen by an appeal")),
    Step("unfrozen", State.FROZEN, State.RESERVED, _("unfrozen")),
    Step("given_up", State.FROZEN, State.RELEASED, _("released after an appeal")),
    Step("returned", State.USED, State.RELEASED, _("given back after use")),
)
NEXT: dict[State, dict[State, Step]] = {
    state: {step.after: step for step in STEPS if step.before == state} for state in State
}
# Who waits holds no units; who was released or has let the time pass holds none any more.
ACCOUNT: dict[State, Account | None] = {
    State.WAITING: None,
    State.RESERVED: Account.RESERVED,
    State.FROZEN: Account.FROZEN,
    State.USED: Account.USED,
    State.RELEASED: None,
    State.EXPIRED: None,
}
LIVE = (State.WAITING, State.RESERVED, State.FROZEN, State.USED)

ORDERED = {"opened": _("opened by order"), "moved_in": _("moved in by order"), "moved_out": _("moved out by order"),
           "cut": _("cut by order")}  # fmt: skip
DONE: dict[str, Promise] = {"reserved": _("reserved"), **ORDERED, **{step.key: step.done for step in STEPS}}


class OrderKind(TextChoices):
    OPEN = "open", pgettext_lazy("an order on quotas", "opening")
    CUT = "cut", pgettext_lazy("an order on quotas", "reduction")
    RECUT = "recut", pgettext_lazy("an order on quotas", "new cut between territories")
    SWAP = "swap", pgettext_lazy("an order on quotas", "exchange between kinds")
    CARRY = "carry", pgettext_lazy("an order on quotas", "transfer between years")


class OrderState(TextChoices):
    PROPOSED = "proposed", pgettext_lazy("an order on quotas", "waits for a second officer")
    IN_FORCE = "in_force", pgettext_lazy("an order on quotas", "carried out")
    DROPPED = "dropped", pgettext_lazy("an order on quotas", "dropped")
