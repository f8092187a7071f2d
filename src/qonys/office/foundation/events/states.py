"""The life of a delivery, as a table: services, tests and screens read it.

waiting -> delivered
   |  \\--> waiting       (it did not arrive: again later)
   |  \\--> given up      (twelve attempts, about two days)
   \\-----> withheld      (its subscriber may no longer see what it tells of, or the subscription has ended)
given up -> waiting       (its subscriber asks for it again)
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    WAITING = "waiting", _("waiting")
    DELIVERED = "delivered", _("delivered")
    GIVEN_UP = "given_up", _("given up")
    WITHHELD = "withheld", _("withheld")


NEXT: dict[State, frozenset[State]] = {
    State.WAITING: frozenset({State.WAITING, State.DELIVERED, State.GIVEN_UP, State.WITHHELD}),
    State.GIVEN_UP: frozenset({State.WAITING}),
    State.DELIVERED: frozenset(),
    State.WITHHELD: frozenset(),
}
