"""A case on one screen: what it shows, to whom, what can be done there, and that opening it is written down."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from qonys.office.casework.cases import selectors, services
from qonys.office.casework.cases.models import Case
from qonys.office.casework.documents import services as documents
from qonys.office.casework.documents.models import Document, State
from qonys.office.foundation.authority.models import Account, Territory
from qonys.office.foundation.journal import personal
from qonys.office.foundation.journal.selectors import who_looked
from qonys.office.portal.officer.casefile import people
from qonys.office.registers.persons import services as persons
from qonys.office.registers.persons.told import PersonTold
from tests.office.authority.people import let_in, mandate, officer
from tests.office.cases.filing import KOSTANAY, PAVLODAR, applicant, country, office, opened, person, source
from tests.office.registers.people import number

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
# What each act is posted with; those of an officer who holds every role that may.
POSTED: dict[str, dict[str, Any]] = {
    "accept": {},
    "ask": {"papers": ["identity"], "text": "Аудармасы керек"},
    "turn_back": {"ground": "incomplete", "sure": "yes"},
    "answer": {"text": "x"},
    "forward": {},
    "grant": {"sure": "yes"},
    "refuse": {"ground": "was_citizen", "sure": "yes"},
    "extend": {"reason": "x"},
    "withdraw": {"reason": "x", "sure": "yes"},
    "settle": {"on": "2026-11-23"},
    "event": {"event": "work_found", "on": "2026-11-23"},
    "finish": {"on": "2026-11-23", "sure": "yes"},
    "message": {"text": "x"},
    "assign": {"to": "nobody"},
    "note": {"text": "x"},
    "migrate": {"to": "2026-02", "reason": "x"},
}


@pytest.fixture(autouse=True)
def _country(settings: Any, tmp_path: Path) -> None:
    settings.QONYS_HOME = tmp_path
    country()


@pytest.fixture
def staff() -> dict[str, Account]:
    return office(KOSTANAY)


def page(client: Client, account: Account, case: Case, language: str = "en") -> str:
    answer = let_in(client, account).get(f"/{language}/office/cases/{case.number}/")
    assert answer.status_code == 200
    return answer.content.decode()


def post(client: Client, case: Case, key: str, **told: Any) -> Any:
    return client.post(f"/en/office/cases/{case.number}/{key}/", told, follow=True)


def brought_to_decision(staff: dict[str, Account], recommends: str = "grant") -> Case:
    case = opened(place=KOSTANAY)
    services.act(case, "accept", by=staff["clerk"])
    services.act(case, "forward", by=staff["clerk"])
    return services.act(case, "recommend", {"recommends": recommends}, by=staff["secretary"])


def test_the_screen_holds_family_answers_papers_terms_and_history(client: Client, staff: dict[str, Account]) -> None:
    family = applicant()
    home = Territory.objects.get(pk=KOSTANAY)
    told = person(home, surname="Балабеков", given="Ерлан", iin=number(), birth_date=date(2052, 1, 2))
    case = services.open_case(
        "kandas",
        territory=home,
        applicant=told,
        members=[(person(home, surname="Балабекова", birth_date=date(2076, 1, 1), sex="female"), "child")],
        application={"settle": "KZ-39", "from_country": "UZ", "former_citizen": False, "kazakh": "speak",
                     "arrived": "2026-10-01", "story": "Бірінші жол\nекінші"},
        account=family,
        actor=family.actor,
    )  # fmt: skip
    services.act(case, "ask", {"papers": ["nationality"], "text": "Қосымша құжат"}, by=staff["clerk"])
    shown = page(client, staff["clerk"], case)
    told_of = ["Балабеков Ерлан", "Балабекова", "child", "Uzbekistan", "KZ/KZ-39/", "I speak it well", "1 October 2026"]
    told_of += ["Бірінші жол<br>екінші", "Қосымша құжат", "asked for", "stands still", "kept on"]
    told_of += ["The applicant was asked for papers", staff["clerk"].display_name, "suggests another date of birth"]
    for text in told_of:
        assert text in shown, text
    kazakh = page(client, staff["clerk"], case, "kk")
    assert "Өзбекстан" in kazakh and "KZ/KZ-39/ kk" in kazakh and "2026 ж. 1 қазан" in kazakh


def test_papers_wanted_stand_beside_those_handed_in(client: Client, staff: dict[str, Account]) -> None:
    family = applicant()
    case = opened(place=KOSTANAY, account=family)
    document = documents.hand_in(case, "identity", "паспорт.pdf", PDF, by=family, person=case.applicant)
    before = page(client, staff["clerk"], case)
    assert "паспорт.pdf" in before and ">Good<" in before
    got = client.get(f"/en/office/cases/{case.number}/papers/{document.key}/")
    assert b"".join(got.streaming_content) == PDF
    other = opened(place=KOSTANAY)
    assert client.get(f"/en/office/cases/{other.number}/papers/{document.key}/").status_code == 404


def test_a_paper_is_checked_and_one_that_is_not_good_is_missing_again(
    client: Client, staff: dict[str, Account]
) -> None:
    family = applicant()
    case = opened(place=KOSTANAY, account=family)
    let_in(client, staff["clerk"])
    address = f"/en/office/cases/{case.number}/"
    lacking = client.get(address).context["missing"]
    document = documents.hand_in(case, "identity", "паспорт.pdf", PDF, by=family, person=case.applicant)
    assert client.get(address).context["missing"] == lacking - 1
    check = f"{address}papers/{document.key}/check/"
    assert "Write why the paper is not accepted" in client.post(check, {}, follow=True).content.decode()
    client.post(check, {"reason": "Суреті бұлыңғыр"})
    answer = client.get(address)
    assert answer.context["missing"] == lacking and "Суреті бұлыңғыр" in answer.content.decode()
    client.post(check, {"good": "yes"})
    assert client.get(address).context["missing"] == lacking - 1
    let_in(client, staff["decider"])
    client.post(check, {"reason": "x"})
    assert Document.objects.get(pk=document.pk).state == State.ACCEPTED


def test_a_paper_brought_to_the_desk_is_handed_in_by_the_officer(client: Client, staff: dict[str, Account]) -> None:
    case = opened(place=KOSTANAY)
    let_in(client, staff["clerk"])
    told = {"paper": f"identity:{case.applicant.key}", "file": SimpleUploadedFile("a.exe", b"MZ")}
    assert "This was not done" in post(client, case, "paper", **told).content.decode()
    post(client, case, "paper", **told | {"file": SimpleUploadedFile("паспорт.pdf", PDF)})
    assert [(each.paper, each.person) for each in Document.objects.all()] == [("identity", case.applicant)]
    post(client, case, "paper", paper="identity:nobody", file=SimpleUploadedFile("b.pdf", PDF))
    assert Document.objects.count() == 1


def test_an_officer_of_another_region_finds_nothing_behind_any_address(client: Client) -> None:
    family = applicant()
    case = opened(place=KOSTANAY, account=family)
    document = documents.hand_in(case, "identity", "паспорт.pdf", PDF, by=family, person=case.applicant)
    before = selectors.course(case)
    for account in (*office(PAVLODAR).values(), officer()):
        let_in(client, account)
        assert client.get(f"/en/office/cases/{case.number}/").status_code == 404
        for key, told in POSTED.items():
            assert client.post(f"/en/office/cases/{case.number}/{key}/", told).status_code == 404
        address = f"/en/office/cases/{case.number}/papers/{document.key}/"
        assert client.get(address).status_code == client.post(f"{address}check/", {"good": "x"}).status_code == 404
        assert client.get(f"/en/office/persons/{case.applicant.key}/").status_code == 404
    assert selectors.course(case) == before and who_looked(case.stream) == []


def test_strangers_and_applicants_are_kept_out(client: Client) -> None:
    family = applicant()
    case = opened(place=KOSTANAY, account=family)
    addresses = [f"/en/office/cases/{case.number}/", "/en/office/cases/", "/en/office/persons/",
                 "/en/office/cases/export.csv", f"/en/office/persons/{case.applicant.key}/"]  # fmt: skip
    for address in addresses:
        assert "/sign-in/" in client.get(address).url
    let_in(client, family)
    assert {client.get(address).status_code for address in addresses} == {403}


def test_every_post_needs_its_token(staff: dict[str, Account]) -> None:
    client = Client(enforce_csrf_checks=True)
    case = opened(place=KOSTANAY)
    let_in(client, staff["clerk"])
    addresses = [f"{case.number}/accept/", f"{case.number}/", "together/", "together/undo/"]
    assert {client.post(f"/en/office/cases/{each}", {"number": case.number}).status_code for each in addresses} == {403}


@pytest.mark.parametrize("role", ["clerk", "secretary", "decider", "follower"])
def test_the_screen_offers_what_the_table_and_the_mandate_allow(
    client: Client, staff: dict[str, Account], role: str
) -> None:
    wanted = {
        "clerk": {"ask", "message", "assign", "note", "withdraw", "paper"},
        "secretary": {"assign", "note"},
        "decider": {"ask", "extend", "message", "assign", "note"},
        "follower": {"ask", "message", "assign", "note"},
    }[role] | ({"accept", "turn_back"} if role == "clerk" else set())
    case = opened(place=KOSTANAY)
    let_in(client, staff[role])
    offers = client.get(f"/en/office/cases/{case.number}/").context["offers"]
    assert {each.act.key for each in offers} == wanted


def test_a_case_goes_all_the_way_by_forms_alone(client: Client, staff: dict[str, Account]) -> None:
    case = opened(place=KOSTANAY)
    let_in(client, staff["clerk"])
    for key in ("ask", "answer", "message", "note", "accept", "forward"):
        assert "This was not done" not in post(client, case, key, **POSTED[key]).content.decode(), key
    services.act(case, "recommend", {"recommends": "grant"}, by=staff["secretary"])
    let_in(client, staff["decider"])
    for key in ("extend", "grant"):
        post(client, case, key, **POSTED[key])
    let_in(client, staff["follower"])
    for key in ("settle", "event", "finish"):
        post(client, case, key, **(POSTED[key] | {"on": timezone.localdate().isoformat()}))
    done = [line.act for line in selectors.lines(case) if line.act != "letter"]  # a decision brings its letters
    assert done == ["submit", "ask", "answer", "message", "note", "accept", "forward", "recommend", "extend", "grant",
                    "settle", "event", "finish"]  # fmt: skip
    assert Case.objects.get(pk=case.pk).status == "closed"
    assert "The case is over" not in page(client, staff["clerk"], case)  # a note is possible even then


@pytest.mark.parametrize("key", ["turn_back", "withdraw"])
def test_what_cannot_be_undone_is_asked_twice(client: Client, staff: dict[str, Account], key: str) -> None:
    case = opened(place=KOSTANAY)
    let_in(client, staff["clerk"])
    told = {name: value for name, value in POSTED[key].items() if name != "sure"}
    shown = post(client, case, key, **told).content.decode()
    assert "No, back to the case" in shown and Case.objects.get(pk=case.pk).status == "received"
    post(client, case, key, **POSTED[key])
    assert Case.objects.get(pk=case.pk).status in ("turned_back", "withdrawn")


def test_a_refusal_of_the_rules_stands_at_its_form(client: Client, staff: dict[str, Account]) -> None:
    case = brought_to_decision(staff, "refuse")
    let_in(client, staff["decider"])
    shown = post(client, case, "grant").content.decode()
    assert "This was not done" in shown and 'id="act-grant" open' in shown.replace("&quot;", '"')
    assert Case.objects.get(pk=case.pk).status == "to_decide"
    confirm = post(client, case, "grant", reason="Жаңа құжат").content.decode()
    assert "Жаңа құжат" in confirm and "Yes: Grant" in confirm
    both = officer()
    for role in ("career_centre_officer", "migration_officer"):
        mandate(both, role, KOSTANAY)
    own = opened(place=KOSTANAY)
    services.act(own, "accept", by=both)
    services.act(own, "forward", by=both)
    services.act(own, "recommend", {"recommends": "grant"}, by=staff["secretary"])
    let_in(client, both)
    assert "another officer decides it" in post(client, own, "grant", sure="yes").content.decode()


def test_a_ground_that_is_none_and_a_day_that_is_none_are_refused(client: Client, staff: dict[str, Account]) -> None:
    case = brought_to_decision(staff)
    let_in(client, staff["decider"])
    for ground in ("", "incomplete", "nothing"):
        post(client, case, "refuse", ground=ground, sure="yes")
        assert Case.objects.get(pk=case.pk).status == "to_decide"
    services.act(case, "grant", by=staff["decider"])
    let_in(client, staff["follower"])
    tomorrow = timezone.localdate() + timedelta(days=1)
    for day in ("", "yesterday", "2026-02-30", tomorrow.isoformat()):
        post(client, case, "settle", on=day)
        assert Case.objects.get(pk=case.pk).status == "granted"


def test_a_case_is_given_only_to_who_may_take_it(client: Client, staff: dict[str, Account]) -> None:
    case, stranger = opened(place=KOSTANAY), office(PAVLODAR)["clerk"]
    auditor = officer()
    mandate(auditor, "auditor", KOSTANAY)
    let_in(client, staff["clerk"])
    for to in (stranger, auditor):
        post(client, case, "assign", to=to.pk)
        assert Case.objects.get(pk=case.pk).assignee is None
    post(client, case, "assign", to=staff["decider"].pk)
    assert Case.objects.get(pk=case.pk).assignee == staff["decider"]
    post(client, case, "assign", to="nobody")
    assert Case.objects.get(pk=case.pk).assignee is None


def test_a_running_case_moves_to_the_law_of_today_with_what_changes(
    client: Client, staff: dict[str, Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = timezone.datetime(2026, 1, 12, 10, tzinfo=timezone.get_current_timezone())
    with monkeypatch.context() as then:
        then.setattr(timezone, "now", lambda: before)
        case = opened(place=KOSTANAY)
    assert case.version == "2023-12"
    shown = page(client, staff["decider"], case)
    assert "Consent of the state of citizenship" in shown and "A paper is wanted no longer" in shown
    post(client, case, "migrate", to="2023-12", reason="x")
    assert Case.objects.get(pk=case.pk).version == "2023-12"
    post(client, case, "migrate", to="2026-02", reason="Өтпелі ереже")
    assert Case.objects.get(pk=case.pk).version == "2026-02"


def test_opening_is_written_down_once_an_hour(
    client: Client, staff: dict[str, Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    case = opened(place=KOSTANAY)
    let_in(client, staff["clerk"])
    for _ in range(3):
        client.get(f"/en/office/cases/{case.number}/")
    assert [(each.actor, each.purpose) for each in who_looked(case.stream)] == [(staff["clerk"].actor, "case work")]
    session = client.session
    session["looked"] = {case.stream: session["looked"][case.stream] - 3601}
    session.save()
    client.get(f"/en/office/cases/{case.number}/")
    assert len(who_looked(case.stream)) == 2
    let_in(Client(), staff["clerk"]).get(f"/en/office/cases/{case.number}/")
    assert len(who_looked(case.stream)) == 3


def test_an_auditor_says_why_and_changes_nothing(client: Client) -> None:
    auditor, case = officer(), opened(place=KOSTANAY)
    mandate(auditor, "auditor", KOSTANAY)
    let_in(client, auditor)
    address = f"/en/office/cases/{case.number}/"
    assert case.applicant.surname not in client.get(address).content.decode()
    assert "What do you open" in client.post(address, {"purpose": "why"}).content.decode()
    assert who_looked(case.stream) == []
    for key, told in POSTED.items():
        assert client.post(f"{address}{key}/", told).status_code == 404
    shown = client.post(address, {"purpose": "Complaint 12 of the family"}, follow=True).content.decode()
    assert case.applicant.surname in shown and "not change it" in shown
    assert [each.purpose for each in who_looked(case.stream)] == ["Complaint 12 of the family"]
    before = selectors.course(case)
    for key, told in POSTED.items():
        client.post(f"{address}{key}/", told)
    assert selectors.course(case) == before


def test_an_erased_case_can_still_be_read(client: Client, staff: dict[str, Account]) -> None:
    case = opened(place=KOSTANAY)
    services.act(case, "message", {"text": "жеке сөз"}, by=staff["clerk"])
    with transaction.atomic():
        personal.erase(case.stream, actor="command line", reason="the family asked")
    shown = page(client, staff["clerk"], case)
    assert "жеке сөз" not in shown and "was erased" in shown
    assert services.act(case, "accept", by=staff["clerk"]).status == "in_review"


@pytest.fixture
def long_case(staff: dict[str, Account]) -> Iterator[tuple[Case, Case]]:
    """Two cases: a short one, and one with a large family, a long history and many remarks."""
    short, home = opened(place=KOSTANAY), Territory.objects.get(pk=KOSTANAY)
    family = []
    for place in range(12):
        iin = number(serial=1 + place)
        each = person(home, iin=iin)
        persons.take(
            PersonTold(surname="Басқа", given="Есім", birth_date=date(2061, 1, 1), sex="female", iin=iin),
            territory=home, source=source(), actor="test",
        )  # fmt: skip
        family.append((each, "child"))
    long = services.open_case(
        "kandas", territory=home, applicant=person(home), members=family, application={"settle": "KZ-39"}, actor="test"
    )
    for account in staff.values():
        for _ in range(8):
            services.act(long, "note", {"text": "x"}, by=account)
        services.act(long, "assign", {"to": account.pk}, by=account)
    services.act(short, "note", {"text": "x"}, by=staff["clerk"])
    yield short, long


def test_a_case_costs_the_same_however_long_it_is(
    client: Client, staff: dict[str, Account], long_case: tuple[Case, Case]
) -> None:
    costs = []
    for case, mandates in zip(long_case, (1, 30), strict=True):
        account = officer()
        for _ in range(mandates):
            mandate(account, "career_centre_officer", KOSTANAY)
            mandate(account, "integration_officer", "KZ/", "kandas")
        let_in(client, account).get(f"/en/office/cases/{case.number}/")
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/en/office/cases/{case.number}/").status_code == 200
        costs.append(len(captured))
    assert costs[0] == costs[1] <= 15


def test_a_girl_is_no_woman_yet() -> None:
    on = date(2026, 11, 23)
    found = [people.shown(person(Territory.objects.get(pk=KOSTANAY), birth_date=born, sex="female"), on).sex
             for born in (date(2008, 11, 24), date(2008, 11, 23))]  # fmt: skip
    assert found == ["girl", "woman"]
