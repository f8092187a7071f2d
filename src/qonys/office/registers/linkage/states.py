"""The states of a pair that may be one person, as a table."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    OPEN = "open", _("to be looked at")
    LATER = "later", _("put off")
    SAME = "same", _("one person")
    DIFFERENT = "different", _("two persons")


NEXT: dict[State, frozenset[State]] = {
    State.OPEN: frozenset((State.SAME, State.DIFFERENT, State.LATER)),
    State.LATER: frozenset((State.SAME, State.DIFFERENT, State.LATER)),
    State.SAME: frozenset((State.OPEN,)),  # undone
    State.DIFFERENT: frozenset((State.OPEN,)),
}
WAITING = (State.OPEN, State.LATER)
DECIDED = (State.SAME, State.DIFFERENT)
