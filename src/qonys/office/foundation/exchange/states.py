"""The life of an import, as a table: services, tests and screens read it.

checking -> ready -> writing -> done -> undoing -> undone
   |                    \\--------------> undoing
   |--> faulty         (rows to correct; nothing was written)
   \\--> unreadable     (no table that fits the layout)
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    CHECKING = "checking", _("being checked")
    READY = "ready", _("ready to be written")
    FAULTY = "faulty", _("has mistakes")
    UNREADABLE = "unreadable", _("cannot be read")
    WRITING = "writing", _("being written")
    DONE = "done", _("written")
    UNDOING = "undoing", _("being undone")
    UNDONE = "undone", _("undone")


NEXT: dict[State, frozenset[State]] = {
    State.CHECKING: frozenset({State.READY, State.FAULTY, State.UNREADABLE}),
    State.READY: frozenset({State.WRITING}),
    State.WRITING: frozenset({State.DONE, State.UNDOING}),
    State.DONE: frozenset({State.UNDOING}),
    State.UNDOING: frozenset({State.UNDONE}),
    State.FAULTY: frozenset(),
    State.UNREADABLE: frozenset(),
    State.UNDONE: frozenset(),
}
