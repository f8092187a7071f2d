"""A case from application to decision: what the table allows, who may, and that its row is what its journal says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qonys.office.casework.cases import permissions, selectors, services
from qonys.office.casework.cases.clocks import Standing, terms
from qonys.office.casework.cases.law import version
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.refusals import CaseRefused, Incomplete, NotAllowed, UnknownCase, WrongStep
from qonys.office.casework.cases.states import ACTS, BEFORE_DECISION, FINAL, OPEN, Status, next_acts
from qonys.office.foundation.journal import verification
from tests.office.cases.filing import KOSTANAY, PAVLODAR, applicant, country, office, opened

pytestmark = pytest.mark.django_db
TODAY = "2026-01-01"


@pytest.fixture(autouse=True)
def _country(settings: Any) -> Iterator[None]:  # Django's, not those of Hypothesis
    country()
    settings.QONYS_AFTER_ACT = []  # cases alone: what other rooms make of an act is tested with them
    with translation.override("en"):
        yield


def same_as_journal(case: Case) -> bool:
    course, row = selectors.course(case), Case.objects.get(pk=case.pk)
    told = (course.status, course.version, course.waiting, course.extended, course.assignee, course.lines)
    return told == (row.status, row.version, row.waiting, row.extended, row.assignee_id, row.lines)


def test_a_case_is_asked_answers_is_forwarded_and_granted() -> None:
    staff, family = office(KOSTANAY), applicant()
    case = opened(account=family)
    services.act(case, "ask", {"papers": ["nationality"], "text": "Қосымша құжат керек"}, by=staff["clerk"])
    assert Case.objects.get(pk=case.pk).waiting
    with pytest.raises(WrongStep, match="has not answered"):
        services.act(case, "accept", by=staff["clerk"])
    services.act(case, "answer", {"text": "Міне"}, by=family)
    services.act(case, "accept", by=staff["clerk"])
    services.act(case, "forward", by=staff["clerk"])
    services.act(case, "recommend", {"recommends": "grant", "session": 1}, by=staff["secretary"])
    granted = services.act(case, "grant", by=staff["decider"])
    assert granted.status == Status.GRANTED
    assert same_as_journal(granted)
    assert verification.verify().broken == ()


def test_who_forwarded_may_not_decide_even_with_both_mandates() -> None:
    staff = office(KOSTANAY)
    case = opened()
    for act, by in (("accept", "clerk"), ("forward", "clerk")):
        services.act(case, act, by=staff[by])
    services.act(case, "recommend", {"recommends": "grant"}, by=staff["secretary"])
    with pytest.raises(NotAllowed, match="another officer decides"):
        services.act(case, "grant", actor=staff["clerk"].actor)


def test_a_refusal_names_a_ground_of_the_law() -> None:
    staff = office(KOSTANAY)
    case = opened()
    with pytest.raises(Incomplete, match="Name the ground"):
        services.act(case, "turn_back", {}, by=staff["clerk"])
    with pytest.raises(Incomplete, match="not one for this step"):
        services.act(case, "turn_back", {"ground": "was_citizen"}, by=staff["clerk"])
    assert services.act(case, "turn_back", {"ground": "incomplete"}, by=staff["clerk"]).status == Status.TURNED_BACK


def test_deciding_against_the_commission_needs_a_written_reason() -> None:
    staff = office(KOSTANAY)
    case = opened()
    services.act(case, "accept", by=staff["clerk"])
    services.act(case, "forward", by=staff["clerk"])
    services.act(case, "recommend", {"recommends": "refuse"}, by=staff["secretary"])
    with pytest.raises(Incomplete, match="why you decide differently"):
        services.act(case, "grant", by=staff["decider"])
    assert services.act(case, "grant", {"reason": "Жаңа құжат"}, by=staff["decider"]).status == Status.GRANTED


def test_an_officer_of_another_region_sees_nothing_and_may_do_nothing() -> None:
    elsewhere = office(PAVLODAR)
    case = opened(place=KOSTANAY)
    for each in elsewhere.values():
        assert not permissions.visible(each).exists()
        with pytest.raises(UnknownCase):
            selectors.by_number(each, case.number)
        assert permissions.offered(each, case) == []
    with pytest.raises(NotAllowed):
        services.act(case, "accept", by=elsewhere["clerk"])


def test_an_applicant_sees_only_his_own_and_may_only_what_applicants_may() -> None:
    mine, other = applicant(), applicant()
    case = opened(account=mine)
    assert selectors.by_number(mine, case.number.lower().replace("-", " ")).pk == case.pk
    with pytest.raises(UnknownCase):
        selectors.by_number(other, case.number)
    assert {act.key for act in permissions.offered(mine, case)} <= {key for key, act in ACTS.items() if act.applicant}
    with pytest.raises(NotAllowed):
        services.act(case, "accept", by=mine)
    assert services.act(case, "withdraw", by=mine).status == Status.WITHDRAWN


def test_a_resettling_family_is_taken_in_where_it_lives_and_decided_where_it_goes() -> None:
    here, there = office(PAVLODAR), office(KOSTANAY)
    case = opened("resettlement", PAVLODAR, settle="KZ-39")
    services.act(case, "assign", {"to": here["clerk"].pk}, by=here["clerk"])
    services.act(case, "accept", by=here["clerk"])
    services.act(case, "forward", by=here["clerk"])
    assert not permissions.visible(here["clerk"]).exists()
    handed = selectors.by_number(there["secretary"], case.number)
    assert (handed.territory_id, handed.assignee_id) == (KOSTANAY, None)
    assert same_as_journal(handed)
    with pytest.raises(NotAllowed):
        services.act(case, "recommend", {"recommends": "grant"}, by=here["secretary"])
    services.act(case, "recommend", {"recommends": "grant"}, by=there["secretary"])


def test_terms_run_from_the_application_and_stand_still_while_the_family_is_asked() -> None:
    staff = office(KOSTANAY)
    case = opened()
    law = version("kandas", case.version)
    before = {each.clock: each for each in terms(selectors.course(case), law, case.submitted)}
    assert before["kandas_completeness"].left == 1
    assert before["kandas_whole"].left == 30
    services.act(case, "ask", {"papers": ["identity"]}, by=staff["clerk"])
    course = selectors.course(case)
    after = {each.clock: each for each in terms(course, law, case.submitted)}
    assert after["kandas_whole"].standing == Standing.PAUSED
    assert after["kandas_completeness"].standing == Standing.KEPT


def test_every_status_is_reached_from_the_start_and_only_final_ones_lead_nowhere() -> None:
    reached = {Status.RECEIVED}
    while True:
        more = {act.after for status in reached for act in next_acts(status) if act.after} | reached
        if more == reached:
            break
        reached = more
    assert reached == set(Status)
    for status in Status:
        # A decision that is set aside on appeal goes back to who decides: the one way out of an end.
        moves = [act for act in next_acts(status) if act.after not in (None, status) and act.key != "set_aside"]
        assert bool(moves) == (status in OPEN), status
    assert BEFORE_DECISION < OPEN and not OPEN & FINAL


GENERAL: dict[str, dict[str, Any]] = {
    "ask": {"papers": ["identity"]},
    "turn_back": {"ground": "incomplete"},
    "refuse": {"ground": "was_citizen", "reason": "x"},
    "recommend": {"recommends": "grant"},
    "extend": {"reason": "x"},
    "settle": {"on": TODAY},
    "event": {"event": "work_found", "on": TODAY},
    "finish": {"on": TODAY},
    "assign": {"to": None},
    "migrate": {"to": "2023-12", "reason": "x"},
    "paper": {"paper": "identity"},
    "letter": {"letter": "x"},
}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.sampled_from(sorted(set(ACTS) - {"submit"})), max_size=14))
def test_whatever_is_tried_the_row_is_what_the_journal_says(acts: list[str]) -> None:
    case = opened()
    done = 1
    for key in acts:
        try:
            services.act(case, key, GENERAL.get(key, {}), actor="worker")
            done += 1
        except CaseRefused:
            pass
    assert same_as_journal(case)
    assert selectors.course(case).lines == done


def test_numbers_of_cases_say_nothing_about_how_many_there_are() -> None:
    numbers = [opened().number for _ in range(5)]
    assert len({each[4:] for each in numbers}) == 5
    assert all(each.startswith("K26-") and len(each) == 13 for each in numbers)


def test_the_term_of_services_begins_and_ends_with_them_and_not_with_the_follow_up() -> None:
    case, staff = opened(), office(KOSTANAY)
    for act, told, who in (("accept", {}, "clerk"), ("forward", {}, "clerk"),
                           ("recommend", {"recommends": "grant"}, "secretary"), ("grant", {}, "decider")):  # fmt: skip
        case = services.act(case, act, told, by=staff[who])
    day = timezone.localdate()
    told = {"on": day.isoformat()}
    services.act(case, "settle", told, by=staff["follower"])
    standings = [_adaptation(case, day)]
    for event in ("adaptation_begun", "adaptation_ended"):
        services.act(case, "event", told | {"event": event}, by=staff["follower"])
        standings.append(_adaptation(case, day))
    assert standings == [None, Standing.RUNNING, Standing.KEPT]


def _adaptation(case: Case, on: date) -> Standing | None:
    course = selectors.course(case)
    running = terms(course, version(case.procedure, course.version), on)
    return next((each.standing for each in running if each.clock == "adaptation"), None)
