"""The life of a session and what becomes of each case put before it, as tables.

planned -> sitting -> closed
   |          \\----> cancelled      (broken off: nothing was recommended)
   \\-> cancelled
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    PLANNED = "planned", pgettext_lazy("a session of the commission", "planned")
    SITTING = "sitting", pgettext_lazy("a session of the commission", "in session")
    CLOSED = "closed", pgettext_lazy("a session of the commission", "closed")
    CANCELLED = "cancelled", pgettext_lazy("a session of the commission", "cancelled")


NEXT: dict[State, frozenset[State]] = {
    State.PLANNED: frozenset({State.SITTING, State.CANCELLED}),
    State.SITTING: frozenset({State.CLOSED, State.CANCELLED}),
    State.CLOSED: frozenset(),
    State.CANCELLED: frozenset(),
}
OPEN = (State.PLANNED, State.SITTING)


class Choice(TextChoices):
    FOR = "for", _("for")
    AGAINST = "against", _("against")
    ABSTAIN = "abstain", _("abstained")


class Result(TextChoices):
    GRANT = "grant", _("recommended to grant")
    REFUSE = "refuse", _("recommended to refuse")
    SEND_BACK = "send_back", _("sent back for review")
    POSTPONED = "postponed", _("postponed to another session")
    GONE = "gone", _("no longer before the commission")  # withdrawn, say, while the session ran


RECOMMENDS = (Result.GRANT, Result.REFUSE)
BY_HAND = (Result.SEND_BACK, Result.POSTPONED)  # agreed without a vote, with a reason
