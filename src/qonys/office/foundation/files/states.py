"""The life of a file, as a table.

staged -> kept -> refused      (the scanner was away, and found something later)
   |  \\-> refused
   \\----> expired              (nobody kept it within a day, or it was taken back before it was sent)
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    STAGED = "staged", _("handed in")
    KEPT = "kept", _("kept in the file")
    REFUSED = "refused", _("refused and removed")
    EXPIRED = "expired", _("expired and removed")


NEXT: dict[State, frozenset[State]] = {
    State.STAGED: frozenset({State.KEPT, State.REFUSED, State.EXPIRED}),
    State.KEPT: frozenset({State.REFUSED, State.EXPIRED}),
    State.REFUSED: frozenset(),
    State.EXPIRED: frozenset(),
}
LIVING = (State.STAGED, State.KEPT)  # there is something on disk


class Scan(TextChoices):
    NONE = "none", _("not scanned")
    WAITING = "waiting", _("waiting to be scanned")
    CLEAN = "clean", _("scanned, nothing found")
    INFECTED = "infected", _("infected")
