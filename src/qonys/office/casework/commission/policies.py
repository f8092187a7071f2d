"""May this happen now? What the tables, the law and the rules of a commission ask; raises letters, changes nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from qonys.countries.procedures.law import Version, Voting
from qonys.engines.vocabulary.errors import BadInput
from qonys.office.casework.cases import law
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.refusals import Incomplete, NotAllowed, WrongStep
from qonys.office.casework.cases.states import Status
from qonys.office.casework.commission.counting import Outcome
from qonys.office.casework.commission.models import AgendaItem, Seat, Session
from qonys.office.casework.commission.refusals import AlreadyVoted, NoQuorum, NotSeated
from qonys.office.casework.commission.states import BY_HAND, NEXT, Choice, Result, State
from qonys.office.foundation.authority.lengths import too_long
from qonys.office.foundation.authority.models import Account, Territory
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.authority.scope import reaches


def voting(version: Version) -> Voting:
    if version.commission is None:
        raise WrongStep(_("This procedure knows no commission."))
    return version.commission


def law_of(session: Session) -> Voting:
    return voting(law.version(session.procedure, session.version))


def refuse_convening(
    procedure: str,
    territory: Territory,
    day: date,
    place: str,
    members: Collection[Account],
    chair: Account,
    by: Account,
) -> None:
    rule = voting(law.version_on(procedure, day))
    if not reaches(by, Action.CONVENE, territory.pk, procedure):
        raise NotAllowed(_("You hold no mandate to convene the commission here."))
    if day < timezone.localdate():
        raise Incomplete(_("The day lies in the past: a session is convened before it sits."))
    if len(members) < rule.quorum:
        letter = _("A quorum is %(quorum)d members; only %(members)d are invited.")
        raise NoQuorum(letter % {"quorum": rule.quorum, "members": len(members)})
    if chair not in members:
        raise Incomplete(_("Choose the chair among the members."))
    if letter := too_long(Session, place=place):
        raise Incomplete(letter)
    for each in members:
        if not reaches(each, Action.VOTE, territory.pk, procedure):
            raise NotAllowed(_("%(name)s holds no mandate to vote here.") % {"name": each.display_name})


def refuse_state(session: Session, *allowed: State) -> None:
    if session.state not in allowed:
        told = {"state": State(session.state).label, "allowed": ", ".join(str(each.label) for each in allowed)}
        raise WrongStep(_("The session is %(state)s; this is possible while it is %(allowed)s.") % told)


def refuse_step(session: Session, new: State) -> None:
    refuse_state(session, *(old for old in State if new in NEXT[old]))


def refuse_on_agenda(
    session: Session, wanted: Sequence[Case], allowed: Collection[int], heard: Collection[int]
) -> None:
    """Every case, or none: a list that lost a row unseen would be worse than a letter."""
    for case in wanted:
        number = {"number": case.number}
        if case.pk not in allowed:
            raise NotAllowed(_("Case %(number)s lies outside this session.") % number)
        if case.status != Status.AT_COMMISSION:
            raise WrongStep(_("Case %(number)s is not before the commission.") % number)
        if case.pk in heard:
            raise WrongStep(_("Case %(number)s is on an agenda already.") % number)


def refuse_opening(session: Session, seats: Iterable[Seat], items: int) -> None:
    if not items:
        raise Incomplete(_("The agenda is empty: put a case on it first."))
    refuse_without_quorum(session, seats)


def refuse_without_quorum(session: Session, seats: Iterable[Seat]) -> None:
    present = sum(seat.present for seat in seats)
    if present < session.quorum:
        letter = _("There is no quorum: %(present)d present, %(quorum)d needed.")
        raise NoQuorum(letter % {"present": present, "quorum": session.quorum})


def refuse_vote(item: AgendaItem, seat: Seat | None, choice: str, reason: str, forwarded_by: str) -> None:
    if seat is None or not seat.present:
        raise NotSeated(_("You are not among the members who are present: ask the secretary to note that you came."))
    if choice not in Choice:
        raise Incomplete(_("A vote is for, against or abstained."))
    if item.result:
        raise WrongStep(_("This case is decided already."))
    if seat.votes.filter(item=item).exists():
        raise AlreadyVoted(_("You have voted on this case; a vote is cast once."))
    if choice == Choice.ABSTAIN and not reason:
        raise Incomplete(_("Write why you abstain: a conflict of interest, or what you could not judge."))
    if choice != Choice.ABSTAIN and forwarded_by == seat.account.actor:
        raise NotAllowed(_("You put this case before the commission: you may only abstain."))


def refuse_counting(item: AgendaItem, present: int, voted: int) -> None:
    if item.result:
        raise WrongStep(_("This case is decided already."))
    if voted < present:
        letter = _("%(voted)d of %(present)d present members have voted. Wait, or note who left.")
        raise WrongStep(letter % {"voted": voted, "present": present})


def refuse_outcome(outcome: Outcome, ground: str, version: Version) -> None:
    """A refusal stands on a ground of the law the case follows."""
    if outcome.result != Result.REFUSE:
        return
    if not ground:
        raise Incomplete(_("The votes refuse: name the ground of the law."))
    try:
        turns_back = version.ground(ground).turns_back
    except BadInput as letter:
        raise Incomplete(str(letter)) from letter
    if turns_back:
        raise Incomplete(_("This ground is not one for this step."))


def refuse_setting_aside(item: AgendaItem, result: str, reason: str) -> None:
    if item.result:
        raise WrongStep(_("This case is decided already."))
    if result not in BY_HAND:
        raise Incomplete(_("Without a vote a case is only sent back or postponed."))
    if not reason:
        raise Incomplete(_("Write why: it stands in the minutes."))


def refuse_closing(session: Session, items: Sequence[AgendaItem]) -> None:
    left = [item.case.number for item in items if not item.result]
    if left:
        raise Incomplete(_("These cases have no result yet: %(numbers)s.") % {"numbers": ", ".join(left)})
    if not session.minutes:
        raise Incomplete(_("Write the minutes before you close the session."))
    if law_of(session).recorded and not session.recording:
        raise Incomplete(_("The law asks for a recording: write where it lies."))
