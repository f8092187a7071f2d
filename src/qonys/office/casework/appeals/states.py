"""The life of an appeal as a table. Services, pages and the reference read it."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    FILED = "filed", pgettext_lazy("an appeal", "filed")
    UPHELD = "upheld", pgettext_lazy("an appeal", "upheld: decided anew")
    DISMISSED = "dismissed", pgettext_lazy("an appeal", "dismissed")
    TAKEN_BACK = "taken_back", pgettext_lazy("an appeal", "taken back")


NEXT = {
    State.FILED: frozenset({State.UPHELD, State.DISMISSED, State.TAKEN_BACK}),
    State.UPHELD: frozenset(),
    State.DISMISSED: frozenset(),
    State.TAKEN_BACK: frozenset(),
}
DECIDED = (State.UPHELD, State.DISMISSED)
