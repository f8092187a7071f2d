"""The life of a referral to a service, and the words of the room, as tables: pages, services and the drawing read them.

offered -> accepted -> started -> finished
   |          |           \\-> refused   (the family ended it)
   |          \\-> no place, refused
   \\-> refused, no place
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    OFFERED = "offered", _("offered")
    ACCEPTED = "accepted", _("taken up")
    STARTED = "started", _("started")
    FINISHED = "finished", _("finished")
    REFUSED = "refused", _("declined by the family")
    NO_PLACE = "no_place", _("no place")


NEXT: dict[State, frozenset[State]] = {
    State.OFFERED: frozenset({State.ACCEPTED, State.REFUSED, State.NO_PLACE}),
    State.ACCEPTED: frozenset({State.STARTED, State.REFUSED, State.NO_PLACE}),
    State.STARTED: frozenset({State.FINISHED, State.REFUSED}),
    State.FINISHED: frozenset(),
    State.REFUSED: frozenset(),
    State.NO_PLACE: frozenset(),
}
BY_FAMILY = frozenset({State.ACCEPTED, State.REFUSED})  # what the family itself may say
RUNNING = frozenset(state for state, after in NEXT.items() if after)


class Source(TextChoices):
    """Who said it."""

    REGISTER = "register", _("register")
    OFFICER = "officer", _("officer")
    SURVEY = "survey", _("the family itself")
    NGO = "ngo", _("NGO")


class Helper(TextChoices):
    """To whom a family may open its notes."""

    CAREER_CENTRE = "career_centre", _("career centre")
    NGO = "ngo", _("NGO")
