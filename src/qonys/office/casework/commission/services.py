"""Convening, voting, closing: one transaction, one line in the journal of the session.

Everything that changes a session holds its row first, so votes, counts and the closing come one after the other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qonys.office.casework.cases import law
from qonys.office.casework.cases import selectors as cases
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.permissions import visible as cases_visible
from qonys.office.casework.cases.refusals import Incomplete, NotAllowed
from qonys.office.casework.cases.states import Status
from qonys.office.casework.commission import closing, counting, permissions, policies, selectors
from qonys.office.casework.commission.models import AgendaItem, Seat, Session, Vote
from qonys.office.casework.commission.states import Result, State
from qonys.office.foundation.authority.models import Account, Territory
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.journal import personal
from qonys.office.foundation.journal.services import append
from qonys.office.foundation.notices.services import notify

MOST = 200  # cases on one agenda


def convene(
    procedure: str,
    *,
    territory: Territory,
    day: date,
    place: str,
    members: Collection[Account],
    chair: Account,
    by: Account,
) -> Session:
    """Plan a session and invite its members. Raises CaseRefused."""
    policies.refuse_convening(procedure, territory, day, place, members, chair, by)
    version = law.version_on(procedure, day)
    quorum = policies.voting(version).quorum
    with transaction.atomic():
        session = Session.objects.create(
            procedure=procedure,
            version=version.version,
            territory=territory,
            day=day,
            place=place,
            quorum=quorum,
            secretary=by,
        )
        seats = [Seat(session=session, account=each, chair=each == chair) for each in members]
        Seat.objects.bulk_create(seats)
        told = {"procedure": procedure, "version": version.version, "territory": territory.pk, "day": day}
        seated = {"members": sorted(each.actor for each in members), "chair": chair.actor, "quorum": quorum}
        append(session.stream, "convened", {**told, **seated}, actor=by.actor)
        _tell_members(session, "session_convened")
    return session


def put_on_agenda(session: Session, numbers: Iterable[str], *, by: Account) -> list[AgendaItem]:
    """Several cases at once, in that order: all of them, or none with a letter."""
    with transaction.atomic():
        held = _held(session, by, Action.CONVENE, State.PLANNED)
        wanted = _wanted(numbers)
        within = cases_visible(by, action=Action.CONVENE).filter(
            pk__in=[case.pk for case in wanted],
            procedure=held.procedure,
            territory__wholes__whole=held.territory_id,
        )
        heard = AgendaItem.objects.filter(case__in=wanted, open=True).values_list("case_id", flat=True)
        policies.refuse_on_agenda(held, wanted, set(within.values_list("pk", flat=True)), set(heard))
        first = selectors.last_place(held) + 1
        items = [AgendaItem(session=held, case=case, place=place) for place, case in enumerate(wanted, start=first)]
        AgendaItem.objects.bulk_create(items)
        append(held.stream, "put on agenda", {"cases": [case.number for case in wanted]}, actor=by.actor)
    return items


def take_off(item: AgendaItem, *, by: Account) -> None:
    """Off the agenda of a session that is still planned."""
    with transaction.atomic():
        held = _held(item.session, by, Action.CONVENE, State.PLANNED)
        append(held.stream, "taken off agenda", {"case": item.case.number}, actor=by.actor)
        item.delete()


def open_session(session: Session, present: Collection[int], *, by: Account) -> Session:
    """The session begins with the members of these accounts; without a quorum it does not begin."""
    with transaction.atomic():
        held = _held(session, by, Action.CONVENE)
        policies.refuse_step(held, State.SITTING)
        seats = _noted(held, present)
        policies.refuse_opening(held, seats, held.items.count())
        held.state, held.opened = State.SITTING, timezone.now()
        held.save()
        append(held.stream, "opened", {"present": _actors(seats)}, actor=by.actor)
    return held


def note_present(session: Session, present: Collection[int], *, by: Account) -> None:
    """Somebody came later, or left. Votes that were cast stand."""
    with transaction.atomic():
        held = _held(session, by, Action.CONVENE, State.SITTING)
        append(held.stream, "presence", {"present": _actors(_noted(held, present))}, actor=by.actor)


def vote(item: AgendaItem, choice: str, reason: str = "", *, by: Account) -> Vote:
    """A member's own vote. Raises NotSeated, AlreadyVoted, Incomplete, NotAllowed, WrongStep."""
    with transaction.atomic():
        held = _held(item.session, by, Action.VOTE, State.SITTING)
        fresh = held.items.select_related("case").get(pk=item.pk)
        seat = held.seats.select_related("account").filter(account=by).first()
        reason = reason.strip()
        policies.refuse_vote(fresh, seat, choice, reason, cases.course(fresh.case).forwarded_by)
        why = personal.keep(held.stream, {"reason": reason}) if reason else {}
        cast = Vote.objects.create(item=fresh, seat=seat, choice=choice, reason=why)
        told = {"case": fresh.case.number, "choice": choice, "reason": why}
        append(held.stream, "voted", told, actor=by.actor)
    return cast


def decide(item: AgendaItem, ground: str = "", *, by: Account) -> AgendaItem:
    """Count the votes on one case, once every present member has voted. `ground`: if they refuse."""
    with transaction.atomic():
        held = _held(item.session, by, Action.CONVENE, State.SITTING)
        fresh = held.items.select_related("case").get(pk=item.pk)
        if fresh.case.status != Status.AT_COMMISSION and not fresh.result:
            return _settled(held, fresh, Result.GONE, {}, by)
        seats, votes = list(held.seats.all()), selectors.votes_on(fresh)
        policies.refuse_without_quorum(held, seats)
        policies.refuse_counting(fresh, sum(seat.present for seat in seats), _voted(fresh, seats))
        found = counting.outcome(votes, policies.law_of(held))
        policies.refuse_outcome(found, ground, law.version(fresh.case.procedure, fresh.case.version))
        fresh.ground = ground if found.result == Result.REFUSE else ""
        return _settled(held, fresh, found.result, {"votes": counting.tally(votes), "ground": fresh.ground}, by)


def set_aside(item: AgendaItem, result: str, reason: str, *, by: Account) -> AgendaItem:
    """Without a vote: the case goes back for review, or waits for another session."""
    with transaction.atomic():
        held = _held(item.session, by, Action.CONVENE, State.SITTING)
        fresh = held.items.select_related("case").get(pk=item.pk)
        policies.refuse_setting_aside(fresh, result, reason.strip())
        fresh.reason = personal.keep(held.stream, {"reason": reason.strip()})
        return _settled(held, fresh, Result(result), {"reason": fresh.reason}, by)


def write_minutes(session: Session, text: str, recording: str, *, by: Account) -> Session:
    """The minutes as they stand, and where the recording lies; the newest text counts, each is in the journal."""
    with transaction.atomic():
        held = _held(session, by, Action.CONVENE, State.SITTING)
        if text.strip():
            held.minutes = personal.keep(held.stream, {"text": text.strip()})
        held.recording = recording.strip()
        held.save()
        told = {"text": held.minutes, "recording": personal.keep(held.stream, {"recording": held.recording})}
        append(held.stream, "minutes", told, actor=by.actor)
    return held


def close(session: Session, *, by: Account) -> Session:
    """What was voted becomes the recommendation of every case, in one transaction with the end of the session."""
    with transaction.atomic():
        held = _held(session, by, Action.CONVENE)
        policies.refuse_step(held, State.CLOSED)
        items = list(held.items.select_related("case"))
        policies.refuse_closing(held, items)
        closing.tell_cases(held, items, by)
        results = {item.case.number: item.result for item in items}
        _ended(held, State.CLOSED, {"results": results}, by)
        transaction.on_commit(closing.ask_for_protocol, robust=True)
    return held


def cancel(session: Session, reason: str, *, by: Account) -> Session:
    """Not held, or broken off: nothing is recommended, and its cases may be put on another agenda."""
    if not reason.strip():
        raise Incomplete(_("Write why the session is cancelled: its members are told."))
    with transaction.atomic():
        held = _held(session, by, Action.CONVENE)
        policies.refuse_step(held, State.CANCELLED)
        why = personal.keep(held.stream, {"reason": reason.strip()})
        _tell_members(held, "session_cancelled")
        return _ended(held, State.CANCELLED, {"reason": why}, by)


def _tell_members(session: Session, template: str) -> None:
    told = {"number": str(session.pk), "until": session.day.isoformat()}
    for seat in session.seats.select_related("account"):
        key = f"{session.stream}:{template}:{seat.account_id}"
        notify(seat.account, template, told, about=session.stream, key=key)


def _held(session: Session, by: Account, action: Action, *states: State) -> Session:
    held = Session.objects.select_for_update().get(pk=session.pk)
    allowed = permissions.runs if action == Action.CONVENE else permissions.votes
    if not allowed(by, held):
        raise NotAllowed(_("You hold no mandate for this in this session."))
    if states:
        policies.refuse_state(held, *states)
    return held


def _wanted(numbers: Iterable[str]) -> list[Case]:
    """In the order they were named; one that is not there is named."""
    asked = list(dict.fromkeys(numbers))
    if not 0 < len(asked) <= MOST:
        raise Incomplete(_("Choose between 1 and %(most)d cases.") % {"most": MOST})
    found = {case.number: case for case in Case.objects.filter(number__in=asked)}
    lacking = [number for number in asked if number not in found]
    if lacking:
        raise Incomplete(_("There is no case %(number)s.") % {"number": lacking[0]})
    return [found[number] for number in asked]


def _noted(session: Session, present: Collection[int]) -> list[Seat]:
    seats = list(session.seats.select_related("account"))
    for seat in seats:
        seat.present = seat.account_id in present
    Seat.objects.bulk_update(seats, ["present"])
    return seats


def _voted(item: AgendaItem, seats: Iterable[Seat]) -> int:
    """How many of those who are present now have voted."""
    here = {seat.pk for seat in seats if seat.present}
    return item.votes.filter(seat__in=here).count()


def _settled(session: Session, item: AgendaItem, result: Result, told: dict[str, Any], by: Account) -> AgendaItem:
    item.result = result
    item.save()
    append(session.stream, "decided", {"case": item.case.number, "result": result.value, **told}, actor=by.actor)
    return item


def _ended(session: Session, state: State, told: dict[str, Any], by: Account) -> Session:
    session.state, session.ended = state, timezone.now()
    session.save()
    session.items.update(open=False)
    append(session.stream, state.value, told, actor=by.actor)
    return session


def _actors(seats: Iterable[Seat]) -> list[str]:
    return sorted(seat.account.actor for seat in seats if seat.present)
