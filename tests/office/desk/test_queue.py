"""The list of an officer: what stands in it, how it is searched and counted, and what it costs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from qonys.office.casework.cases import permissions, selectors, services
from qonys.office.casework.cases.models import Case
from qonys.office.foundation.authority.models import Account, Territory
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.authority.scope import may
from qonys.office.foundation.journal.models import Entry
from qonys.office.foundation.journal.selectors import who_looked
from qonys.office.portal.officer.listed import ON_A_PAGE
from tests.office.authority.people import let_in, mandate, officer
from tests.office.cases.filing import KOSTANAY, PAVLODAR, country, office, opened, person
from tests.office.desk.rows import give, rows
from tests.office.registers.people import number

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _country() -> None:
    country()


@pytest.fixture
def clerk() -> Account:
    return office(KOSTANAY)["clerk"]


def shown(client: Client, account: Account, query: str = "queue=all", language: str = "en") -> str:
    answer = let_in(client, account).get(f"/{language}/office/cases/?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_counts_are_those_of_a_slow_count(clerk: Account) -> None:
    today = timezone.localdate()
    who = person(Territory.objects.get(pk=KOSTANAY))
    for status, waiting in (("received", False), ("in_review", True), ("to_decide", False), ("closed", False)):
        rows(15, KOSTANAY, who, status=status, waiting=waiting)
    rows(9, PAVLODAR, who)
    Case.objects.filter(pk__in=Case.objects.values("pk")[:7]).update(due=today - timedelta(days=2), lapses=today)
    visible = permissions.visible(clerk)
    slow = {key: visible.filter(queue.asks(today)).count() for key, queue in selectors.QUEUES.items()}
    with CaptureQueriesContext(connection) as captured:
        counted = selectors.counts(visible, today)
    assert (counted, len(captured)) == (slow, 1)
    assert 0 < counted["late"] < counted["all"] == 60


def test_a_count_stops_at_a_hundred(client: Client, clerk: Account) -> None:
    rows(130, KOSTANAY, person(Territory.objects.get(pk=KOSTANAY)))
    assert "<b>100+</b>" in shown(client, clerk)


def test_pages_follow_each_other_without_a_gap_and_without_a_double(client: Client, clerk: Account) -> None:
    rows(2 * ON_A_PAGE + 7, KOSTANAY, person(Territory.objects.get(pk=KOSTANAY)))
    let_in(client, clerk)
    seen, query = [], "queue=all"
    while query:
        answer = client.get(f"/en/office/cases/?{query}")
        seen += [row.number for row in answer.context["rows"]]
        query = answer.context["next"]
    wanted = list(permissions.visible(clerk).order_by("due", "id").values_list("number", flat=True))
    assert seen == wanted


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "due today"), (-1, "1 working day late"), (-5, "3 working days late"), (1, "1 working day left"),
     (8, "6 working days left")],
)  # fmt: skip
def test_terms_are_told_in_working_days(
    client: Client, clerk: Account, days: int, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monday = timezone.datetime(2026, 11, 23, 9, tzinfo=timezone.get_current_timezone())
    monkeypatch.setattr(timezone, "now", lambda: monday)
    case = opened(place=KOSTANAY)
    give(case, None, due=monday.date() + timedelta(days=days))
    assert words in shown(client, clerk)


def test_waiting_and_lapsing_are_told(client: Client, clerk: Account) -> None:
    case = opened(place=KOSTANAY)
    services.act(case, "ask", {"papers": ["identity"]}, by=clerk)
    give(case, clerk, lapses=timezone.localdate() + timedelta(days=5))
    page = shown(client, clerk)
    assert "waiting for the family" in page and "papers lapse on" in page and "<b>you</b>" in page


@pytest.mark.parametrize("words", ["Сынакова бану", "БАНУ сынақ", "banu", "{number}", "{typed}", "{iin}"])
def test_a_case_is_found_by_number_iin_and_name_however_typed(client: Client, clerk: Account, words: str) -> None:
    home = Territory.objects.get(pk=KOSTANAY)
    told = {"surname": "Сынақова", "given": "Бану", "latin_given": "Banu", "sex": "female"}
    told["iin"] = number(sex="female")
    wanted = services.open_case("kandas", territory=home, applicant=person(home, **told), application={}, actor="test")
    opened(place=KOSTANAY)
    query = words.format(number=wanted.number, typed=wanted.number.lower().replace("-", " "), iin=told["iin"])
    let_in(client, clerk)
    answer = client.get("/en/office/cases/", {"q": query})
    assert [row.number for row in answer.context["rows"]] == [wanted.number]


def test_a_case_is_found_by_a_member_of_the_family(client: Client, clerk: Account) -> None:
    home = Territory.objects.get(pk=KOSTANAY)
    child = person(home, surname="Баласы", given="Дана")
    wanted = services.open_case(
        "kandas", territory=home, applicant=person(home), members=[(child, "child")], application={}, actor="test"
    )
    answer = let_in(client, clerk).get("/en/office/cases/", {"q": "дана бал"})
    assert [row.number for row in answer.context["rows"]] == [wanted.number]


def test_another_region_is_in_no_list_no_count_and_no_search(client: Client) -> None:
    stranger = office(PAVLODAR)["clerk"]
    case = opened(place=KOSTANAY)
    let_in(client, stranger)
    for query in ({"queue": "all"}, {"q": case.number}, {"q": case.applicant.surname}, {"territory": KOSTANAY}):
        answer = client.get("/en/office/cases/", query)
        assert answer.context["rows"] == []
        assert [tab.count for tab in answer.context["tabs"]] == ["0"] * len(selectors.QUEUES)
    assert case.number not in b"".join(client.get("/en/office/cases/export.csv").streaming_content).decode()


def test_filters_narrow_list_and_counts(client: Client, clerk: Account) -> None:
    mine, other = opened(place=KOSTANAY), opened("resettlement", place=KOSTANAY)
    give(mine, clerk)
    let_in(client, clerk)
    for query, wanted in (("assignee=me", mine), ("assignee=nobody", other), ("procedure=resettlement", other)):
        answer = client.get(f"/en/office/cases/?queue=all&{query}")
        assert [row.number for row in answer.context["rows"]] == [wanted.number]
        assert {tab.key: tab.count for tab in answer.context["tabs"]}["all"] == "1"


@pytest.mark.parametrize(
    "query",
    ["queue=nowhere", "after=never", "after=2026-01-01,abc", "after=2026-01-01,9999999999999999999", "territory=../",
     "procedure=%00", "assignee=7", "q=%00", "q=" + "a" * 5000, "q=123", "q=%25_", "after=10000-01-01,1"],
)  # fmt: skip
def test_a_mistyped_address_shows_a_list(client: Client, clerk: Account, query: str) -> None:
    assert let_in(client, clerk).get(f"/en/office/cases/?{query}").status_code == 200


def test_the_last_list_is_where_the_officer_comes_back_to(client: Client, clerk: Account) -> None:
    let_in(client, clerk)
    client.get("/en/office/cases/?queue=review&procedure=kandas&q=secret")
    assert client.get("/en/office/cases/").url == "/en/office/cases/?queue=review&procedure=kandas"


def test_a_new_officer_begins_where_work_waits(client: Client, clerk: Account) -> None:
    opened(place=KOSTANAY)
    assert let_in(client, clerk).get("/en/office/cases/").context["asked"].queue == "new"


@pytest.mark.parametrize("query", ["queue=all", "queue=all&q=Сынақов"])
def test_a_page_costs_the_same_however_long_it_is_and_however_many_mandates(client: Client, query: str) -> None:
    home = Territory.objects.get(pk=KOSTANAY)
    costs = []
    for count, mandates in ((1, 1), (ON_A_PAGE + 5, 30)):
        account = officer()
        for _ in range(mandates):
            mandate(account, "career_centre_officer", KOSTANAY)
            mandate(account, "career_centre_officer", PAVLODAR, "kandas")
        for _ in range(3):
            rows(count, KOSTANAY, person(home))
        let_in(client, account).get(f"/en/office/cases/?{query}")
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/en/office/cases/?{query}").status_code == 200
        costs.append(len(captured))
    assert costs[0] == costs[1] <= 15


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_export_costs_the_same_however_long_it_is_and_however_many_mandates(client: Client, form: str) -> None:
    costs = []
    for count, mandates in ((1, 1), (250, 30)):
        account = officer()
        for _ in range(mandates):
            mandate(account, "career_centre_officer", KOSTANAY)
            mandate(account, "career_centre_officer", PAVLODAR, "kandas")
        rows(count, KOSTANAY, person(Territory.objects.get(pk=KOSTANAY)))
        let_in(client, account)
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(f"/en/office/cases/export.{form}?queue=all")
            assert b"".join(answer.streaming_content)
        costs.append(len(captured))
    assert costs[0] == costs[1] <= 15
    assert Entry.objects.filter(action="read").count() == 252  # the first case was read twice


def test_an_export_holds_the_list_and_is_written_down_as_a_reading(client: Client, clerk: Account) -> None:
    cases = [opened(place=KOSTANAY), opened("resettlement", place=KOSTANAY)]
    hidden = opened(place=PAVLODAR)
    let_in(client, clerk)
    told = b"".join(client.get("/ru/office/cases/export.csv?queue=all").streaming_content).decode("utf-8-sig")
    assert all(case.number in told and case.applicant.surname in told for case in cases)
    assert hidden.number not in told and told.startswith("Номер,")
    assert [(each.actor, each.purpose) for each in who_looked(cases[0].stream)] == [(clerk.actor, "export")]
    assert who_looked(hidden.stream) == []
    book = client.get("/en/office/cases/export.xlsx?queue=all&procedure=kandas")
    assert b"".join(book.streaming_content).startswith(b"PK")
    assert len(who_looked(cases[0].stream)) == 2 and len(who_looked(cases[1].stream)) == 1
    assert client.get("/en/office/cases/export.pdf").status_code == 404


def test_a_name_cannot_become_a_formula(client: Client, clerk: Account) -> None:
    home = Territory.objects.get(pk=KOSTANAY)
    applicant = person(home, surname="=cmd()a")
    services.open_case("kandas", territory=home, applicant=applicant, application={}, actor="test")
    told = b"".join(let_in(client, clerk).get("/en/office/cases/export.csv?queue=all").streaming_content).decode()
    assert ",'=cmd()a" in told


def test_an_officer_who_may_see_nothing_is_told_so(client: Client) -> None:
    assert "There is no case in your places yet" in shown(client, officer())


def test_actions_in_one_query_are_those_asked_one_by_one() -> None:
    case = opened(place=KOSTANAY)
    for staff in (office(KOSTANAY), office(KOSTANAY, "kandas"), office("KZ/"), office(PAVLODAR), office(KOSTANAY, "x")):
        for account in staff.values():
            slow = {action for action in Action if may(account, action, case)}
            assert permissions.actions_on(account, case) == slow
