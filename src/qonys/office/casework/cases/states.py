"""The life of a case as a table, the same for every procedure: services, screens, the API and the drawing read it.

The statuses are few on purpose. What procedures differ in (papers, clocks, grounds, events) is law in
`policy/procedures`; what happens beside the way (asked, extended, about to lapse) are flags, not statuses.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qonys.office.foundation.authority.roles import Action


class Status(TextChoices):
    RECEIVED = "received", _("received")
    IN_REVIEW = "in_review", _("under review")
    AT_COMMISSION = "at_commission", _("before the commission")
    TO_DECIDE = "to_decide", _("to be decided")
    GRANTED = "granted", _("granted")
    FOLLOWED = "followed", _("settled and followed")
    REFUSED = "refused", _("refused")
    TURNED_BACK = "turned_back", _("turned back")
    WITHDRAWN = "withdrawn", _("withdrawn")
    CLOSED = "closed", _("closed")


S = Status
BEFORE_DECISION = frozenset({S.RECEIVED, S.IN_REVIEW, S.AT_COMMISSION, S.TO_DECIDE})
TAKEN_IN = frozenset({S.RECEIVED, S.IN_REVIEW})
DECIDED = frozenset({S.GRANTED, S.REFUSED})
OPEN = BEFORE_DECISION | {S.GRANTED, S.FOLLOWED}
FINAL = frozenset(Status) - OPEN


@dataclass(frozen=True)
class Act:
    """Something done to a case: from which statuses, to which (None: it stays), and by whom."""

    key: str
    name: Promise  # as a button says it
    done: Promise  # as the history says it
    before: frozenset[Status]
    after: Status | None
    officer: Action | None = None
    applicant: bool = False
    shown: bool = True  # to the applicant


def _act(
    key: str, name: Promise, done: Promise, before: frozenset[Status], after: Status | None, **more: object
) -> Act:
    return Act(key, name, done, before, after, **more)  # type: ignore[arg-type]


A = Action
ACTS = {
    act.key: act
    for act in (
        _act(
            "submit",
            _("Submit"),
            _("The application was received"),
            frozenset(),
            S.RECEIVED,
            officer=A.REGISTER,
            applicant=True,
        ),
        _act(
            "accept",
            _("Accept as complete"),
            _("The papers are complete"),
            frozenset({S.RECEIVED}),
            S.IN_REVIEW,
            officer=A.REGISTER,
        ),
        _act(
            "turn_back",
            _("Turn back"),
            _("The application was turned back"),
            frozenset({S.RECEIVED}),
            S.TURNED_BACK,
            officer=A.REGISTER,
        ),
        _act(
            "ask",
            _("Ask for papers"),
            _("The applicant was asked for papers"),
            TAKEN_IN,
            None,
            officer=A.CORRESPOND,
        ),
        _act(
            "answer",
            _("Answer"),
            _("The applicant answered"),
            TAKEN_IN,
            None,
            officer=A.REGISTER,
            applicant=True,
        ),
        _act(
            "forward",
            _("Put before the commission"),
            _("The case was put before the commission"),
            frozenset({S.IN_REVIEW}),
            S.AT_COMMISSION,
            officer=A.FORWARD,
        ),
        _act(
            "send_back",
            _("Send back for review"),
            _("The commission sent the case back"),
            frozenset({S.AT_COMMISSION}),
            S.IN_REVIEW,
            officer=A.CONVENE,
        ),
        _act(
            "recommend",
            _("Record the recommendation"),
            _("The commission gave its recommendation"),
            frozenset({S.AT_COMMISSION}),
            S.TO_DECIDE,
            officer=A.CONVENE,
        ),
        _act(
            "grant", _("Grant"), _("The application was granted"), frozenset({S.TO_DECIDE}), S.GRANTED, officer=A.DECIDE
        ),
        _act(
            "refuse",
            _("Refuse"),
            _("The application was refused"),
            frozenset({S.TO_DECIDE}),
            S.REFUSED,
            officer=A.DECIDE,
        ),
        _act("extend", _("Extend the term"), _("The term was extended"), BEFORE_DECISION, None, officer=A.DECIDE),
        _act(
            "withdraw",
            _("Withdraw"),
            _("The application was withdrawn"),
            BEFORE_DECISION,
            S.WITHDRAWN,
            officer=A.REGISTER,
            applicant=True,
        ),
        _act(
            "settle",
            _("Record the arrival"),
            _("The family arrived"),
            frozenset({S.GRANTED}),
            S.FOLLOWED,
            officer=A.FOLLOW,
        ),
        _act(
            "event", _("Record an event"), _("An event was recorded"), frozenset({S.FOLLOWED}), None, officer=A.FOLLOW
        ),
        _act(
            "finish",
            _("End the follow-up"),
            _("The follow-up ended"),
            frozenset({S.GRANTED, S.FOLLOWED}),
            S.CLOSED,
            officer=A.FOLLOW,
        ),
        _act(
            "score",
            _("Count the points"),
            _("The points were counted"),
            frozenset({S.IN_REVIEW, S.AT_COMMISSION, S.TO_DECIDE}),
            None,
            officer=A.HANDLE,
        ),
        # The service itself does it with the decision: no officer, and no applicant.
        _act("receipt", _("Issue the receipt"), _("The receipt of the decision was issued"), DECIDED, None),
        _act(
            "appeal",
            _("Appeal"),
            _("The decision was appealed against"),
            frozenset({S.REFUSED}),
            None,
            applicant=True,
        ),
        _act(
            "take_back_appeal",
            _("Take the appeal back"),
            _("The appeal was taken back"),
            frozenset({S.REFUSED}),
            None,
            applicant=True,
        ),
        _act(
            "dismiss",
            _("Dismiss the appeal"),
            _("The appeal was dismissed"),
            frozenset({S.REFUSED}),
            None,
            officer=A.DECIDE,
        ),
        _act(
            "set_aside",
            _("Set the decision aside"),
            _("The decision was set aside on appeal"),
            frozenset({S.REFUSED}),
            S.TO_DECIDE,
            officer=A.DECIDE,
        ),
        _act("letter", _("Issue a letter"), _("A letter was issued"), frozenset(Status), None, officer=A.CORRESPOND),
        _act(
            "revoke",
            _("Revoke a letter"),
            _("A letter was revoked"),
            frozenset(Status),
            None,
            officer=A.DECIDE,
        ),
        _act(
            "message",
            _("Write a message"),
            _("A message was written"),
            OPEN,
            None,
            officer=A.CORRESPOND,
            applicant=True,
        ),
        _act("paper", _("Hand in a paper"), _("A paper was handed in"), OPEN, None, officer=A.REGISTER, applicant=True),
        _act("assign", _("Assign"), _("The case was assigned"), OPEN, None, officer=A.HANDLE, shown=False),
        _act(
            "note", _("Write a note"), _("A note was written"), frozenset(Status), None, officer=A.HANDLE, shown=False
        ),
        _act(
            "migrate",
            _("Move to the law of today"),
            _("The case was moved to a newer version of the procedure"),
            BEFORE_DECISION,
            None,
            officer=A.DECIDE,
        ),
    )
}


def next_acts(status: str) -> list[Act]:
    """What the table allows in that status, in its own order."""
    return [act for act in ACTS.values() if status in act.before]
