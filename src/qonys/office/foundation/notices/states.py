"""The life of a notice, as a table: delivery, receipts, tests and screens read it.

waiting -> sending -> sent -> delivered
             |  |       \\---> failed       (the provider says so later)
             |  \\----------> failed, given up
             \\-------------> waiting       (try again, or the worker died)
A notice that no message goes out for - muted, no channel - stays in the account's inbox like every other.
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    WAITING = "waiting", _("waiting to be sent")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    DELIVERED = "delivered", _("delivered")
    FAILED = "failed", _("could not be delivered")
    GIVEN_UP = "given up", _("given up after 72 hours")
    MUTED = "muted", _("in the account only, as its owner wishes")
    NO_CHANNEL = "no channel", _("in the account only, no address is known")


# A receipt may come before the worker has written down that it sent, or when it was not sure that it had.
NEXT: dict[State, frozenset[State]] = {
    State.WAITING: frozenset({State.SENDING, State.DELIVERED, State.FAILED}),
    State.SENDING: frozenset(
        {
            State.SENT,
            State.WAITING,
            State.DELIVERED,
            State.FAILED,
            State.GIVEN_UP,
            State.MUTED,
            State.NO_CHANNEL,
        }
    ),
    State.SENT: frozenset({State.DELIVERED, State.FAILED}),
    State.DELIVERED: frozenset(),
    State.FAILED: frozenset(),
    State.GIVEN_UP: frozenset({State.DELIVERED}),
    State.MUTED: frozenset(),
    State.NO_CHANNEL: frozenset({State.WAITING}),  # an address was told meanwhile
}
OPEN = (State.WAITING, State.SENDING)  # a message may still have to go out


def before(new: State) -> tuple[State, ...]:
    """The states from which the table leads to that one."""
    return tuple(old for old, following in NEXT.items() if new in following)
