"""The life of a job, as a table: services, tests and screens read it.

queued -> running -> done
   |        |  \\---> failed
   |        \\-----> cancelled
   |        \\-----> queued      (its worker died: it waits for another)
   \\--> cancelled, failed
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("in progress")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


NEXT: dict[State, frozenset[State]] = {
    State.QUEUED: frozenset({State.RUNNING, State.FAILED, State.CANCELLED}),
    State.RUNNING: frozenset({State.DONE, State.FAILED, State.CANCELLED, State.QUEUED}),
    State.DONE: frozenset(),
    State.FAILED: frozenset(),
    State.CANCELLED: frozenset(),
}
OPEN = (State.QUEUED, State.RUNNING)  # one open job of a kind at a time


class WrongState(Exception):
    """A job was asked to go where its state does not lead."""


def check(old: str, new: State) -> None:
    """Raises WrongState unless the table allows the step."""
    if new not in NEXT[State(old)]:
        allowed = ", ".join(sorted(NEXT[State(old)])) or "nothing, it is final"
        raise WrongState(f"A job that is {old} cannot become {new}; allowed: {allowed}.")
