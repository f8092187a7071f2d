"""A session from its convening to the recommendations: who may, what it needs, and that nothing is half done."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qonys.office.casework.cases import selectors as cases
from qonys.office.casework.cases import services as acts
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.refusals import CaseRefused, Incomplete, NotAllowed, WrongStep
from qonys.office.casework.cases.states import Status
from qonys.office.casework.commission import permissions, policies, selectors, services
from qonys.office.casework.commission.models import AgendaItem, Session, Vote
from qonys.office.casework.commission.refusals import AlreadyVoted, NoQuorum, NotSeated, UnknownSession
from qonys.office.casework.commission.states import NEXT, Choice, Result, State
from qonys.office.foundation.authority.models import Territory
from qonys.office.foundation.journal import verification
from qonys.office.foundation.journal.selectors import entries
from tests.office.authority.people import mandate, officer
from tests.office.cases.filing import KOSTANAY, PAVLODAR, country, opened, person
from tests.office.commission.sitting import closed, commission, item_of, planned, sitting, voted, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _country() -> None:
    country()


def status(case: Case) -> str:
    return Case.objects.get(pk=case.pk).status


def test_a_session_recommends_refuses_sends_back_and_postpones_in_one_go() -> None:
    of = commission()
    first, second, third, fourth = (waiting(of.staff) for _each in range(4))
    session = sitting(of, first, second, third, fourth)
    voted(of, item_of(session, first), "for", "for", "against")
    voted(of, item_of(session, second), "against", "against", "abstain", ground="not_proven")
    services.set_aside(item_of(session, third), "send_back", "Құжат аудармасы жоқ", by=of.secretary)
    services.set_aside(item_of(session, fourth), "postponed", "Уақыт жетпеді", by=of.secretary)
    assert status(first) == Status.AT_COMMISSION
    closed(of, session)
    assert [status(each) for each in (first, second, third, fourth)] == [
        Status.TO_DECIDE,
        Status.TO_DECIDE,
        Status.IN_REVIEW,
        Status.AT_COMMISSION,
    ]
    told = next(line for line in cases.lines(second) if line.act == "recommend").payload
    assert (told["recommends"], told["ground"], told["session"]) == ("refuse", "not_proven", session.pk)
    assert told["votes"] == {"for": 0, "against": 2, "abstain": 1}
    back = [line for line in cases.lines(third) if line.act == "send_back"]
    assert cases.written(back)[back[0].payload["reason"]["personal"]] == {"reason": "Құжат аудармасы жоқ"}
    assert item_of(planned(of, fourth), fourth).open  # a postponed case may be heard again
    assert verification.verify().broken == ()


def test_a_family_of_five_is_decided_by_other_eyes_than_those_that_forwarded_it() -> None:
    of = commission()
    home = Territory.objects.get(pk=KOSTANAY)
    family = [(person(home), "spouse"), *((person(home), "child") for _each in range(3))]
    case = acts.open_case(
        "resettlement",
        territory=home,
        applicant=person(home),
        members=family,
        application={"settle": "KZ-39"},
        actor="test",
    )
    acts.act(case, "accept", by=of.staff["clerk"])
    acts.act(case, "forward", by=of.staff["clerk"])
    session = sitting(of, case, procedure="resettlement")
    voted(of, item_of(session, case), "for", "for", "for")
    services.write_minutes(session, "Отбасы қаралды.", "", by=of.secretary)  # this law asks for no recording
    services.close(session, by=of.secretary)
    with pytest.raises(NotAllowed):
        acts.act(case, "grant", by=of.secretary)
    assert acts.act(case, "grant", by=of.staff["decider"]).status == Status.GRANTED


def test_who_forwarded_a_case_may_only_abstain_on_it() -> None:
    of = commission()
    case = opened()
    acts.act(case, "accept", by=of.staff["clerk"])
    acts.act(case, "forward", actor=of.members[0].actor)
    item = item_of(sitting(of, case), case)
    with pytest.raises(NotAllowed, match="may only abstain"):
        services.vote(item, "for", by=of.members[0])
    assert services.vote(item, "abstain", "Істі өзім жіберген едім", by=of.members[0]).choice == Choice.ABSTAIN


def test_a_vote_is_cast_once_by_those_who_are_there() -> None:
    of = commission(4)
    case = waiting(of.staff)
    session = planned(of, case)
    item = item_of(session, case)
    with pytest.raises(WrongStep):
        services.vote(item, "for", by=of.members[1])
    services.open_session(session, [each.pk for each in of.members[:3]], by=of.secretary)
    with pytest.raises(NotSeated):
        services.vote(item, "for", by=of.members[3])
    with pytest.raises(Incomplete, match="why you abstain"):
        services.vote(item, "abstain", " ", by=of.members[0])
    services.vote(item, "for", by=of.members[0])
    with pytest.raises(AlreadyVoted):
        services.vote(item, "against", by=of.members[0])
    with pytest.raises(NotAllowed):
        services.vote(item, "for", by=of.secretary)
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(item=item, seat=session.seats.get(account=of.members[0]), choice="against")
    with pytest.raises(WrongStep, match="1 of 3"):
        services.decide(item, by=of.secretary)


def test_the_quorum_is_counted_when_it_opens_and_when_it_counts() -> None:
    of = commission(3)
    case = waiting(of.staff)
    session = planned(of, case)
    with pytest.raises(NoQuorum, match="2 present, 3 needed"):
        services.open_session(session, [each.pk for each in of.members[:2]], by=of.secretary)
    assert Session.objects.get(pk=session.pk).state == State.PLANNED
    assert not session.seats.filter(present=True).exists()
    services.open_session(session, [each.pk for each in of.members], by=of.secretary)
    for each in of.members:
        services.vote(item_of(session, case), "for", by=each)
    services.note_present(session, [each.pk for each in of.members[:2]], by=of.secretary)
    with pytest.raises(NoQuorum):
        services.decide(item_of(session, case), by=of.secretary)


def test_a_case_withdrawn_while_the_session_runs_holds_nobody_up() -> None:
    of = commission()
    gone, left = waiting(of.staff), waiting(of.staff)
    session = sitting(of, gone, left)
    for case in (gone, left):
        voted(of, item_of(session, case), "for", "for", "for")
    acts.act(gone, "withdraw", by=of.staff["clerk"])
    closed(of, session)
    assert item_of(session, gone).result == Result.GONE
    assert (status(gone), status(left)) == (Status.WITHDRAWN, Status.TO_DECIDE)


def test_closing_asks_for_results_minutes_and_the_recording_the_law_wants() -> None:
    of = commission()
    case = waiting(of.staff)
    session = sitting(of, case)
    with pytest.raises(Incomplete, match=case.number):
        services.close(session, by=of.secretary)
    voted(of, item_of(session, case), "for", "for", "for")
    with pytest.raises(Incomplete, match="minutes"):
        services.close(session, by=of.secretary)
    services.write_minutes(session, "Хаттама", "", by=of.secretary)
    with pytest.raises(Incomplete, match="recording"):
        services.close(session, by=of.secretary)
    assert closed(of, session).state == State.CLOSED
    with pytest.raises(WrongStep):
        services.close(session, by=of.secretary)
    assert "Хаттама" not in "".join(entry.payload for entry in entries(session.stream))
    assert selectors.minutes(Session.objects.get(pk=session.pk)) == "Отырыс ашылды, істер қаралды."


def test_if_one_case_cannot_be_told_no_case_is(monkeypatch: pytest.MonkeyPatch) -> None:
    of = commission()
    one, other = waiting(of.staff), waiting(of.staff)
    session = sitting(of, one, other)
    for case in (one, other):
        voted(of, item_of(session, case), "for", "for", "for")
    real, told = acts.act, []

    def breaks(case: Case, *more: object, **named: object) -> Case:
        told.append(case)
        if len(told) == 2:
            raise WrongStep("the second is refused")
        return real(case, *more, **named)  # type: ignore[arg-type]

    monkeypatch.setattr("qonys.office.casework.commission.closing.cases.act", breaks)
    services.write_minutes(session, "Хаттама", "1", by=of.secretary)
    with pytest.raises(WrongStep):
        services.close(session, by=of.secretary)
    assert {status(one), status(other)} == {Status.AT_COMMISSION}
    assert Session.objects.get(pk=session.pk).state == State.SITTING


def test_only_cases_of_the_place_and_procedure_come_on_an_agenda_and_only_once() -> None:
    of = commission()
    mandate(of.secretary, "commission_secretary", PAVLODAR)
    elsewhere, early, here = waiting(commission(place=PAVLODAR).staff, place=PAVLODAR), opened(), waiting(of.staff)
    session = planned(of, here)
    with pytest.raises(NotAllowed, match=elsewhere.number):
        services.put_on_agenda(session, [elsewhere.number], by=of.secretary)
    with pytest.raises(WrongStep, match="not before the commission"):
        services.put_on_agenda(session, [early.number], by=of.secretary)
    with pytest.raises(WrongStep, match="agenda already"):
        planned(of, here)
    assert list(selectors.offered(session, of.secretary)) == []
    services.take_off(item_of(session, here), by=of.secretary)
    assert [case.pk for case in selectors.offered(session, of.secretary)] == [here.pk]
    services.put_on_agenda(session, [here.number], by=of.secretary)
    services.cancel(session, "Кворум болмайды", by=of.secretary)
    assert item_of(planned(of, here), here).open


def test_who_convenes_needs_a_mandate_and_invites_who_may_vote() -> None:
    of = commission()
    told = {
        "territory": Territory.objects.get(pk=KOSTANAY),
        "day": timezone.localdate(),
        "place": "x",
        "members": of.members,
        "chair": of.members[0],
        "by": of.secretary,
    }
    stranger = officer()
    for wrong, letter in (
        ({"by": of.members[0]}, "no mandate to convene"),
        ({"day": timezone.localdate() - timedelta(days=1)}, "past"),
        ({"members": of.members[:2]}, "quorum"),
        ({"chair": stranger}, "chair"),
        ({"members": [*of.members, stranger]}, "holds no mandate to vote"),
    ):
        with pytest.raises(CaseRefused, match=letter):
            services.convene("kandas", **{**told, **wrong})  # type: ignore[arg-type]
    assert not Session.objects.exists()


def test_a_session_is_seen_only_where_mandates_reach() -> None:
    of, other = commission(), commission(place=PAVLODAR)
    session = planned(of, waiting(of.staff))
    for each in (of.secretary, *of.members, of.staff["decider"]):
        assert selectors.by_number(each, session.pk) == session
    for each in (other.secretary, *other.members, officer()):
        assert list(selectors.sessions(each)) == []
        with pytest.raises(UnknownSession):
            selectors.by_number(each, session.pk)
    assert not permissions.runs(other.secretary, session)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["open", "vote", "decide", "aside", "presence", "withdraw", "close", "cancel"]),
        st.integers(0, 3),
        st.integers(0, 2),
        st.sampled_from([*Choice, "maybe"]),
    ),
    max_size=40,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_whatever_is_tried_the_laws_of_a_session_hold(steps: list[tuple[str, int, int, str]]) -> None:
    of = commission(4)
    heard = [waiting(of.staff) for _each in range(3)]
    session = planned(of, *heard)
    before = State.PLANNED
    for step in [("open", 0, 0, "for"), *steps]:
        with suppress(CaseRefused):
            _try(of, session, heard, step)
        now = State(Session.objects.get(pk=session.pk).state)
        assert now == before or now in NEXT[before]
        before = now
        _laws(Session.objects.get(pk=session.pk))
    assert verification.verify().broken == ()


def _try(of: object, session: Session, heard: list[Case], step: tuple[str, int, int, str]) -> None:
    what, member, which, choice = step
    item = session.items.get(case=heard[which])
    secretary, members = of.secretary, of.members  # type: ignore[attr-defined]
    some = [each.pk for place, each in enumerate(members) if place != which]
    if what == "open":
        services.open_session(session, [each.pk for each in members], by=secretary)
    elif what == "vote":
        services.vote(item, choice, "себебі бар" if choice == "abstain" else "", by=members[member])
    elif what == "decide":
        services.decide(item, "not_proven" if member else "", by=secretary)
    elif what == "aside":
        services.set_aside(item, choice if choice == "maybe" else "postponed", "себебі бар", by=secretary)
    elif what == "presence":
        services.note_present(session, some if member else [each.pk for each in members], by=secretary)
    elif what == "withdraw":
        acts.act(heard[which], "withdraw", by=of.staff["clerk"])  # type: ignore[attr-defined]
    elif what == "cancel":
        services.cancel(session, "тоқтатылды" if member == 3 else "", by=secretary)
    else:
        services.write_minutes(session, "Хаттама", "1", by=secretary)
        services.close(session, by=secretary)


def _laws(session: Session) -> None:
    items = list(AgendaItem.objects.filter(session=session).select_related("case"))
    for item in items:
        seats = list(item.votes.values_list("seat", flat=True))
        assert len(seats) == len(set(seats))
        if item.result in ("grant", "refuse"):
            ahead = sum({"for": 1, "against": -1}.get(vote.choice, 0) for vote in item.votes.all())
            chair = item.votes.filter(seat__chair=True).values_list("choice", flat=True).first()
            assert item.result == ("grant" if ahead > 0 or (ahead == 0 and chair == "for") else "refuse")
            assert item.votes.count() >= session.quorum
        assert bool(item.ground) == (item.result == "refuse")
        course = cases.course(item.case)
        assert course.status == item.case.status
        if session.state == State.CLOSED:
            assert item.result and not item.open
            if item.result in ("grant", "refuse"):
                assert course.recommends == item.result
        elif course.status == Status.TO_DECIDE:
            raise AssertionError("a case was recommended by a session that is not closed")
    if session.state == State.CLOSED:
        assert policies.law_of(session).quorum == session.quorum
