"""One act on many cases: what is foreseen is what happens, and an assignment can be undone."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qonys.office.casework.cases import many, selectors, services
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.refusals import CaseRefused
from qonys.office.casework.cases.states import ACTS
from qonys.office.foundation.authority.models import Account
from tests.office.authority.people import let_in, mandate, officer
from tests.office.cases.filing import KOSTANAY, PAVLODAR, country, office, opened
from tests.office.desk.test_case_page import POSTED

pytestmark = pytest.mark.django_db
ADDRESS = "/en/office/cases/together/"


@pytest.fixture(autouse=True)
def _country() -> None:
    country()


@pytest.fixture
def staff() -> dict[str, Account]:
    return office(KOSTANAY)


def send(client: Client, cases: list[Case], **told: Any) -> Any:
    return client.post(ADDRESS, {"number": [case.number for case in cases], **told})


def test_what_is_foreseen_for_many_is_what_each_would_answer(staff: dict[str, Account]) -> None:
    cases = [opened(place=KOSTANAY) for _ in range(3)] + [opened("resettlement", place=PAVLODAR)]
    services.act(cases[1], "accept", by=staff["clerk"])
    services.act(cases[2], "ask", {"papers": ["identity"]}, by=staff["clerk"])
    cases = list(Case.objects.order_by("pk"))
    for account in (*staff.values(), *office(PAVLODAR).values()):
        for key in POSTED:
            told = {name: value for name, value in POSTED[key].items() if name != "sure"}
            told |= {"to": staff["clerk"].pk} if key == "assign" else {}
            foreseen = many.foresee(cases, key, told, by=account)
            slow = {}
            for case in cases:
                try:
                    services.foresee(case, key, told, by=account)
                except CaseRefused as letter:
                    slow[case.pk] = str(letter)
            assert foreseen == slow, ACTS[key].key


def test_nothing_happens_before_the_second_yes_and_everything_possible_after(
    client: Client, staff: dict[str, Account]
) -> None:
    ready, waits, hidden = opened(place=KOSTANAY), opened(place=KOSTANAY), opened(place=PAVLODAR)
    services.act(waits, "ask", {"papers": ["identity"]}, by=staff["clerk"])
    let_in(client, staff["clerk"])
    preview = send(client, [ready, waits, hidden], do="accept")
    assert [line.number for line in preview.context["ready"]] == [ready.number]
    assert [line.number for line in preview.context["refused"]] == [waits.number]
    assert "has not answered" in preview.content.decode() and hidden.number not in preview.content.decode()
    assert Case.objects.get(pk=ready.pk).status == "received"
    result = send(client, [ready, waits, hidden], do="accept", sure="yes")
    assert [line.number for line in result.context["ready"]] == [ready.number]
    statuses = [Case.objects.get(pk=case.pk).status for case in (ready, waits, hidden)]
    assert statuses == ["in_review", "received", "received"]


def test_an_assignment_of_many_is_undone_but_not_what_others_did_since(
    client: Client, staff: dict[str, Account]
) -> None:
    first, second, third = (opened(place=KOSTANAY) for _ in range(3))
    services.act(first, "assign", {"to": staff["follower"].pk}, by=staff["clerk"])
    let_in(client, staff["clerk"])
    result = send(client, [first, second, third], do="mine", sure="yes")
    assert {Case.objects.get(pk=case.pk).assignee for case in (first, second, third)} == {staff["clerk"]}
    services.act(third, "assign", {"to": staff["decider"].pk}, by=staff["decider"])
    shown = client.post(f"{ADDRESS}undo/", {"undo": result.context["undo"]}, follow=True).content.decode()
    assert "2 cases are back where they were" in shown
    holders = [Case.objects.get(pk=case.pk).assignee for case in (first, second, third)]
    assert holders == [staff["follower"], None, staff["decider"]]


def test_an_undo_of_ones_own_making_is_refused(client: Client, staff: dict[str, Account]) -> None:
    case = opened(place=KOSTANAY)
    let_in(client, staff["clerk"])
    for made in ("", "x", f'{{"to": null, "was": {{"{case.number}": 1}}}}'):
        assert "no longer be undone" in client.post(f"{ADDRESS}undo/", {"undo": made}, follow=True).content.decode()
    assert selectors.course(case).lines == 1


def test_many_are_given_only_to_who_may_take_them(client: Client, staff: dict[str, Account]) -> None:
    case, stranger = opened(place=KOSTANAY), office(PAVLODAR)["clerk"]
    let_in(client, staff["clerk"])
    for to in (stranger.pk, 10**9, "x", -1):
        send(client, [case], do="assign", to=to, sure="yes")
        assert Case.objects.get(pk=case.pk).assignee is None
    send(client, [case], do="assign", to=staff["decider"].pk, sure="yes")
    assert Case.objects.get(pk=case.pk).assignee == staff["decider"]
    choices = send(client, [case], do="assign").context["colleagues"]
    assert {each.name for each in choices} == {staff[key].display_name for key in ("secretary", "decider", "follower")}


@pytest.mark.parametrize("told", [{}, {"do": "grant"}, {"do": "accept", "number": []}, {"do": "accept", "number": "x"}])
def test_a_form_without_a_wish_leads_back_to_the_list(client: Client, staff: dict[str, Account], told: Any) -> None:
    answer = let_in(client, staff["clerk"]).post(ADDRESS, told, follow=True)
    assert "Mark the cases first" in answer.content.decode()


def test_a_preview_costs_the_same_for_one_case_and_for_twenty(client: Client) -> None:
    costs = []
    for count, mandates in ((1, 1), (20, 30)):
        account = officer()
        for _ in range(mandates):
            mandate(account, "career_centre_officer", KOSTANAY)
        cases = [opened(place=KOSTANAY) for _ in range(count)]
        let_in(client, account)
        for told in ({"do": "accept"}, {"do": "mine"}, {"do": "assign"}):
            with CaptureQueriesContext(connection) as captured:
                assert send(client, cases, **told).status_code == 200
            costs.append(len(captured))
    assert costs[:3] == costs[3:] and max(costs) <= 15
