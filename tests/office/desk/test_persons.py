"""Persons: found and shown where a mandate covers their home or a case names them, and nowhere else."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qonys.office.casework.cases import services
from qonys.office.casework.cases.permissions import persons_visible, persons_visible_among
from qonys.office.foundation.authority.models import Account, Territory
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.authority.scope import common_path
from qonys.office.foundation.journal.selectors import who_looked
from qonys.office.registers.households import services as households
from qonys.office.registers.persons.models import Person
from tests.office.authority.people import let_in, mandate, officer
from tests.office.cases.filing import KOSTANAY, PAVLODAR, applicant, country, office, opened, person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _country() -> None:
    country()


def home(path: str) -> Territory:
    return Territory.objects.get(pk=path)


def found(client: Client, account: Account, words: str) -> set[str]:
    answer = let_in(client, account).get("/en/office/persons/", {"q": words})
    assert answer.status_code == 200
    return {each.key for each in answer.context["found"]}


def test_persons_of_a_place_and_those_named_in_its_cases_are_found() -> None:
    here, there = office(KOSTANAY, "kandas")["clerk"], office(PAVLODAR)["clerk"]
    local, moving, child = person(home(KOSTANAY)), person(home(PAVLODAR)), person(home(PAVLODAR))
    services.open_case("kandas", territory=home(KOSTANAY), applicant=moving, members=[(child, "child")],
                       application={}, actor="test")  # fmt: skip
    other = person(home(PAVLODAR))
    services.open_case("resettlement", territory=home(KOSTANAY), applicant=other, application={}, actor="test")
    assert set(persons_visible(here)) == {local, moving, child}
    assert set(persons_visible(there)) == {moving, child, other}
    assert not persons_visible(officer()).exists() and not persons_visible(applicant()).exists()


def test_many_are_seen_as_each_alone() -> None:
    """Asked at once, of some or of all, within a path or not: nobody more and nobody fewer."""
    one, both = officer(), officer()
    mandate(one, "career_centre_officer", PAVLODAR, procedure="kandas")
    for place in (KOSTANAY, PAVLODAR):
        mandate(both, "career_centre_officer", place)
    local, moving, child, other = (person(home(path)) for path in (KOSTANAY, PAVLODAR, PAVLODAR, PAVLODAR))
    services.open_case("kandas", territory=home(KOSTANAY), applicant=moving, members=[(child, "child")],
                       application={}, actor="test")  # fmt: skip
    services.open_case("resettlement", territory=home(PAVLODAR), applicant=local, application={}, actor="test")
    some = {local.pk, child.pk, other.pk}
    clerks = [office(KOSTANAY, "kandas")["clerk"], office(KOSTANAY)["clerk"], office(PAVLODAR)["clerk"]]
    for account in (*clerks, one, both, officer(), applicant()):
        each = set(persons_visible(account).values_list("pk", flat=True))
        for inside in ("", common_path(account, Action.SEE)):
            assert set(persons_visible_among(account, None, inside).values_list("pk", flat=True)) == each
            assert set(persons_visible_among(account, some, inside).values_list("pk", flat=True)) == each & some
    assert set(persons_visible(both)) == {local, moving, child, other} != set(persons_visible(clerks[0]))


@pytest.mark.parametrize("words", ["омирбек дана", "ДАНА ӨМІР", "danа", "510309"])
def test_a_person_is_found_however_typed_and_a_number_only_whole(client: Client, words: str) -> None:
    here = office(KOSTANAY)["clerk"]
    wanted = person(home(KOSTANAY), surname="Өмірбекова", given="Дана", latin_given="Dana", sex="female")
    hits = found(client, here, words.replace("danа", "dana"))
    assert hits == (set() if words.isdecimal() else {str(wanted.key)})
    assert found(client, office(PAVLODAR)["clerk"], "дана") == set()
    assert found(client, here, "") == set()


def test_the_page_tells_only_what_the_officer_may_know(client: Client) -> None:
    here = office(KOSTANAY, "kandas")["clerk"]
    case = opened("kandas", place=KOSTANAY)
    far = person(home(PAVLODAR), surname="Алыстағы")
    households.form(case.applicant, {far: "relative"}, territory=home(KOSTANAY), on=date(2026, 1, 1), actor="test")
    hidden = services.open_case("resettlement", territory=home(KOSTANAY), applicant=case.applicant, application={},
                                actor="test")  # fmt: skip
    shown = let_in(client, here).get(f"/en/office/persons/{case.applicant.key}/").content.decode()
    assert case.number in shown and case.applicant.full_name in shown
    assert hidden.number not in shown and "Алыстағы" not in shown and "1 more member" in shown
    assert [(each.actor, each.purpose) for each in who_looked(case.applicant.stream)] == [(here.actor, "case work")]
    assert client.get(f"/en/office/persons/{far.key}/").status_code == 404
    assert who_looked(far.stream) == []


def test_an_auditor_says_why_before_a_person_is_shown(client: Client) -> None:
    auditor, wanted = officer(), person(home(KOSTANAY))
    mandate(auditor, "auditor", KOSTANAY)
    address = f"/en/office/persons/{wanted.key}/"
    assert "What do you open" in let_in(client, auditor).get(address).content.decode()
    assert "Residence" in client.post(address, {"purpose": "Complaint 12"}, follow=True).content.decode()
    assert [each.purpose for each in who_looked(wanted.stream)] == ["Complaint 12"]


def test_both_pages_cost_the_same_for_few_and_for_many(client: Client) -> None:
    costs: list[tuple[int, int]] = []
    for count, mandates in ((1, 1), (25, 30)):
        account = officer()
        for _ in range(mandates):
            mandate(account, "career_centre_officer", KOSTANAY)
        for _ in range(count):
            case = opened(place=KOSTANAY)
        for _ in range(count):
            services.open_case("kandas", territory=home(KOSTANAY), applicant=case.applicant, application={}, actor="x")
        children = {person(home(KOSTANAY)): "child" for _ in range(count)}
        households.form(case.applicant, children, territory=home(KOSTANAY), on=date(2026, 1, 1), actor="x")
        let_in(client, account).get(f"/en/office/persons/{case.applicant.key}/")
        costs.append((cost(client, "?q=Сынақов"), cost(client, f"{case.applicant.key}/")))
    assert costs[0] == costs[1] and max(costs[0]) <= 15
    assert Person.objects.count() > 50


def cost(client: Client, query: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"/en/office/persons/{query}").status_code == 200
    return len(captured)
