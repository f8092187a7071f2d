"""The life of a round, and what became of a family in it, as tables.

computing -> proposed -> published
    ^          |   \\---> dropped
    \\---------/            edited: computed anew
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    COMPUTING = "computing", pgettext_lazy("a round of placement", "being computed")
    PROPOSED = "proposed", pgettext_lazy("a round of placement", "proposed")
    PUBLISHED = "published", pgettext_lazy("a round of placement", "published")
    DROPPED = "dropped", pgettext_lazy("a round of placement", "dropped")


NEXT: dict[State, frozenset[State]] = {
    State.COMPUTING: frozenset({State.PROPOSED, State.DROPPED}),
    State.PROPOSED: frozenset({State.COMPUTING, State.PUBLISHED, State.DROPPED}),
    State.PUBLISHED: frozenset(),
    State.DROPPED: frozenset(),
}


class Result(TextChoices):
    """Of one family: '' while the round is open."""

    OPEN = "", pgettext_lazy("a family in a round", "open")
    INVITED = "invited", pgettext_lazy("a family in a round", "invited")
    WAITING = "waiting", pgettext_lazy("a family in a round", "on the waiting list")
    ARRIVED = "arrived", pgettext_lazy("a family in a round", "arrived, all as promised")
    LACKING = "lacking", pgettext_lazy("a family in a round", "arrived, something is lacking")
    LOST = "lost", pgettext_lazy("a family in a round", "its place was withdrawn")


STANDING = (Result.INVITED, Result.ARRIVED, Result.LACKING)  # holds what was promised


class Deed(TextChoices):
    """What a commission changes in a proposal."""

    LOCK = "lock", pgettext_lazy("an edit of a proposal", "place it there")
    FORBID = "forbid", pgettext_lazy("an edit of a proposal", "not there")
    LEAVE = "leave", pgettext_lazy("an edit of a proposal", "leave it for a later round")
