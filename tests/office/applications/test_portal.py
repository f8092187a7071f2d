"""The applicant's pages: a whole application without script, and nothing of it for anybody else."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qonys.office.casework.applications import sending, services
from qonys.office.casework.applications.models import Draft
from qonys.office.casework.cases import selectors as cases
from qonys.office.casework.cases import services as acting
from qonys.office.casework.cases.models import Case
from qonys.office.casework.cases.states import Status
from qonys.office.casework.documents import services as documents
from qonys.office.casework.documents.models import Document, State
from qonys.office.foundation.authority.models import Account, Kind
from qonys.office.foundation.files.models import StoredFile
from qonys.office.foundation.journal.services import record_reading
from qonys.office.foundation.notices.models import Contact
from qonys.office.foundation.notices.routes import routes
from qonys.office.portal.applicant.urls import urlpatterns
from tests.office.applications.families import FIVE, MOVE, PDF, PNG, ready
from tests.office.authority.people import PASSWORD, let_in, places
from tests.office.cases.filing import applicant, office
from tests.office.registers.people import number

pytestmark = pytest.mark.django_db
NUMBER = number(date(2050, 3, 9))


@pytest.fixture(autouse=True)
def _country(tmp_path: Path, settings: Any) -> None:
    settings.QONYS_HOME = tmp_path
    settings.QONYS_MAIL = routes("QONYS_MAIL", "folder:")
    places("KZ/", "KZ/KZ-39/", "KZ/KZ-55/", "KZ/KZ-61/")


@pytest.fixture
def mine() -> Account:
    return applicant()


@pytest.fixture
def home(client: Client, mine: Account) -> Client:
    return let_in(client, mine)


def at(name: str, *args: object) -> str:
    with translation.override("en"):
        return reverse(name, args=args)


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def upload(name: str = "card.png", content: bytes = PNG) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def open_account(client: Client, login: str = "Aset@Example.kz", **more: str) -> Any:
    return client.post(at("open_account"), {"name": "Әсет Сынақ", "login": login, "password": PASSWORD, **more})


def test_an_account_is_opened_confirmed_and_found_again(client: Client) -> None:
    assert open_account(client).url == at("my_contact_code")
    account = Account.objects.get(login="aset@example.kz")
    assert (account.kind, account.language) == (Kind.APPLICANT, "en")
    contact = Contact.objects.get(account=account)
    assert "not the code" in text(client.post(at("my_contact_code"), {"code": "000000"}))
    notice = account.notices.get(template="contact_code")
    assert client.post(at("my_contact_code"), {"code": notice.facts["code"]}).url == at("my")
    contact.refresh_from_db()
    assert contact.verified
    client.post(at("sign_out"))
    answer = client.post(at("sign_in"), {"login": "ASET@example.kz", "password": PASSWORD})
    assert answer.url == at("my")  # no device is asked of a family
    assert "What would you like to apply for?" in text(client.get(at("my")))


def test_a_forgotten_password_is_renewed_by_a_code_and_nobody_learns_who_has_an_account(client: Client) -> None:
    open_account(client)
    account = Account.objects.get(login="aset@example.kz")
    client.post(at("my_contact_code"), {"code": account.notices.get().facts["code"]})
    client.post(at("sign_out"))
    answers = []
    for login in ("nobody@example.kz", "Aset@example.kz"):
        assert client.post(at("forgotten"), {"login": login}).url == at("forgotten_code")
        answers.append(text(client.post(at("forgotten_code"), {"code": "000000", "password": "a lake and four birds"})))
    assert "not the code" in answers[0] and answers[0] == answers[1]
    code = account.notices.order_by("-id")[0].facts["code"]
    assert "at least 12" in text(client.post(at("forgotten_code"), {"code": code, "password": "short"}))
    assert client.post(at("forgotten_code"), {"code": code, "password": "a lake and four birds"}).url == at("my")
    client.post(at("sign_out"))
    assert client.post(at("sign_in"), {"login": account.login, "password": PASSWORD}).status_code == 200
    answer = client.post(at("sign_in"), {"login": account.login, "password": "a lake and four birds"})
    assert answer.url == at("my")


def test_an_officers_password_is_not_renewed_so(client: Client) -> None:
    clerk = office("KZ/KZ-39/")["clerk"]
    Contact.objects.create(account=clerk, channel="e-mail", address="clerk@example.kz", verified=timezone.now())
    assert client.post(at("forgotten"), {"login": clerk.login}).url == at("forgotten_code")
    assert not clerk.notices.exists()


@pytest.mark.parametrize("typed", ["+7 701 000 00 00", "8 (701) 000-00-00", "77010000000"])
def test_a_telephone_number_is_one_login_however_it_is_typed(client: Client, typed: str) -> None:
    assert open_account(client, "8 701 000 00 00").url == at("my")  # this office sends no SMS: nothing to confirm
    client.post(at("sign_out"))
    assert client.post(at("sign_in"), {"login": typed, "password": PASSWORD}).url == at("my")


def test_what_is_wrong_with_an_account_is_said(client: Client) -> None:
    open_account(client)
    client.post(at("sign_out"))
    assert "There is already an account" in text(open_account(client))
    assert "at least 12 characters" in text(open_account(client, "b@example.kz", password="short"))
    assert "Fill this in." in text(open_account(client, ""))
    assert Account.objects.count() == 1


def test_a_thousand_accounts_are_not_opened_in_a_row(client: Client) -> None:
    answers = [open_account(client, f"é{n}").status_code for n in range(22)]
    assert answers[0] == 200
    assert answers[-1] == 429


def member(relation: str, surname: str, given: str, sex: str, born: str) -> dict[str, str]:
    return {"relation": relation, "surname": surname, "given": given, "sex": sex, "birth_date": born}


def test_a_family_applies_page_by_page(home: Client, mine: Account) -> None:
    key = home.post(at("my_start", "resettlement")).url.split("/")[-2]
    assert home.get(at("my_family", key)).url == at("my_new_member", key)
    for person in FIVE:
        assert home.post(at("my_new_member", key), member(*person) | {"revision": "0"}).url == at("my_family", key)
    assert "Қарлығаш" in text(home.get(at("my_family", key)))
    first = home.post(at("my_screen", key, "now"), MOVE["now"] | {"revision": "0"})
    assert first.url == at("my_screen", key, "where")
    lacking = home.post(at("my_screen", key, "where"), MOVE["where"] | {"settle": "", "revision": "9"})
    assert "Answer this question" in text(lacking)
    assert Draft.objects.get().answers["employer"] == "ЖШС Ойдан"  # what was told is kept
    assert home.post(at("my_screen", key, "where"), MOVE["where"] | {"revision": "99"}).url == at("my_papers", key)
    assert "5 papers are missing" in text(home.get(at("my_draft", key)))
    for address in re.findall(
        r'href="(/en/my/applications/[^"]+/papers/[^"]+)"', home.get(at("my_papers", key)).content.decode()
    ):
        assert "Take a photograph" in text(home.get(address))
        assert home.post(address, {"photo": upload()}).url == address
    page = text(home.get(at("my_check", key)))
    assert "Send the application" in page and "дәнекерлеуші" in page
    assert "Tick that" in text(home.post(at("my_check", key)))
    arrived = home.post(at("my_check", key), {"true": "yes"})
    case = Case.objects.get()
    assert arrived.url == at("my_sent", case.number)
    assert home.post(at("my_check", key), {"true": "yes"}).url == arrived.url  # a double click
    assert case.number in text(home.get(arrived.url))
    assert "1 working day left" in text(home.get(at("my_case", case.number)))
    assert home.get(at("my_draft", key)).url == at("my_case", case.number)


@pytest.mark.parametrize(
    ("name", "content", "letter"),
    [
        ("a.pdf", b"", "empty"),
        ("a.pdf", b"MZ\x90 a program" * 20, "no PDF, JPEG, PNG or HEIC"),
        ("a.pdf", b"%PDF-" + b"0" * 2_000_001, "larger than 2 MB"),
    ],
)
def test_a_file_that_is_not_taken_is_told_why(
    home: Client, mine: Account, settings: Any, name: str, content: bytes, letter: str
) -> None:
    settings.QONYS_FILE_MB = 2
    draft = ready(mine)
    paper = draft.papers.all()[0]
    answer = home.post(at("my_paper_of", draft.key, paper.paper, paper.member), {"file": upload(name, content)})
    assert letter in text(answer)
    assert draft.papers.count() == 5


def test_a_second_window_is_told_and_both_answers_are_shown(home: Client, mine: Account) -> None:
    draft = ready(mine)
    services.save(draft.key, _screen(draft, "where"), MOVE["where"] | {"occupation": "мұғалім"}, by=mine, revision=999)
    answer = home.post(
        at("my_screen", draft.key, "where"), MOVE["where"] | {"occupation": "дәрігер", "revision": str(draft.revision)}
    )
    assert "Another window saved this page meanwhile" in text(answer)
    assert "мұғалім" in text(answer) and 'value="дәрігер"' in answer.content.decode()
    assert Draft.objects.get(pk=draft.pk).answers["occupation"] == "мұғалім"


def _screen(draft: Draft, key: str) -> Any:
    return next(each for each in services.completeness.version(draft).screens if each.key == key)


def asked_for(case: Case, clerk: Account, *papers: str) -> None:
    acting.act(case, "ask", {"papers": list(papers), "text": "Метриканың суретін жіберіңіз"}, by=clerk)


def test_a_kandas_is_asked_for_a_paper_and_answers(home: Client, mine: Account) -> None:
    staff = office("KZ/KZ-39/")
    case = sending.submit(ready(mine, "kandas").key, by=mine)
    asked_for(case, staff["clerk"], "nationality")
    page = text(home.get(at("my_case", case.number)))
    assert "We need something from you" in page and "Метриканың суретін" in page and "stands still" in page
    assert "We need something from you" in text(home.get(at("my")))
    address = at("my_answer", case.number)
    assert "Hand in what was asked for" in text(home.post(address, {"text": ""}))
    field = re.search(r'name="(nationality:[^"]*)"', home.get(address).content.decode())
    assert field
    assert "no PDF" in text(home.post(address, {field[1]: upload(content=b"something else" * 9), "text": "міне"}))
    assert Case.objects.get(pk=case.pk).waiting
    assert home.post(address, {field[1]: upload(), "text": "міне"}).url == at("my_case", case.number)
    course = cases.course(case)
    assert (course.waiting, course.asked) == (False, frozenset())
    assert Document.objects.filter(case=case, paper="nationality").count() == 2
    assert home.get(address).url == at("my_case", case.number)


def test_messages_go_to_and_fro_and_a_double_click_says_it_once(home: Client, mine: Account) -> None:
    staff = office("KZ/KZ-61/")
    case = sending.submit(ready(mine).key, by=mine)
    address, after = at("my_message", case.number), str(Case.objects.get(pk=case.pk).lines)
    for _ in range(2):
        assert home.post(address, {"text": "Қашан жауап бересіздер?", "after": after}).status_code == 302
    acting.act(case, "message", {"text": "Ертең"}, by=staff["clerk"])
    page = text(home.get(address))
    assert page.count("Қашан жауап бересіздер?") == 1 and "Ертең" in page
    assert "Write something first" in text(home.post(address, {"text": " "}))


def test_notes_and_assignments_are_the_offices_own(home: Client, mine: Account) -> None:
    staff = office("KZ/KZ-61/")
    case = sending.submit(ready(mine).key, by=mine)
    acting.act(case, "note", {"text": "құпия ескерту"}, by=staff["clerk"])
    acting.act(case, "assign", {"to": staff["clerk"].pk}, by=staff["clerk"])
    page = text(home.get(at("my_case", case.number)))
    assert "құпия" not in page and "assigned" not in page


def test_withdrawn_with_a_question_first(home: Client, mine: Account) -> None:
    case = sending.submit(ready(mine).key, by=mine)
    assert "cannot be undone" in text(home.get(at("my_withdraw", case.number)))
    assert Case.objects.get(pk=case.pk).status == Status.RECEIVED
    home.post(at("my_withdraw", case.number), {"reason": "Ойымнан қайттым"})
    assert Case.objects.get(pk=case.pk).status == Status.WITHDRAWN
    assert "You withdrew this application" in text(home.get(at("my_case", case.number)))
    assert "is not possible" in text(home.post(at("my_withdraw", case.number)))


def test_the_family_sees_who_looked_by_role_and_purpose(home: Client, mine: Account) -> None:
    staff = office("KZ/KZ-61/")
    case = sending.submit(ready(mine).key, by=mine)
    record_reading(staff["clerk"].actor, case.stream, "өтінішті тексеру")
    record_reading(mine.actor, case.stream, "own")
    document = Document.objects.filter(case=case)[0]
    documents.give_out(staff["decider"], case.number, str(document.key), purpose="құжатты қарау")
    page = text(home.get(at("my_looked", case.number)))
    assert "career centre officer" in page and "өтінішті тексеру" in page
    assert "migration officer" in page and "құжатты қарау" in page
    assert staff["clerk"].display_name not in page and "own" not in re.findall(r"\w+", page)


def test_a_paper_an_officer_does_not_accept_is_shown_with_the_reason(home: Client, mine: Account) -> None:
    staff = office("KZ/KZ-61/")
    case = sending.submit(ready(mine).key, by=mine)
    document = Document.objects.filter(case=case)[0]
    documents.check(document, State.REJECTED, by=staff["clerk"], reason="Сурет бұлдыр")
    page = text(home.get(at("my_case", case.number)))
    assert "not accepted" in page and "Сурет бұлдыр" in page
    again = home.post(
        at("my_case_paper", case.number),
        {"which": f"{document.paper}:{document.person.key}", "file": upload("a.pdf", PDF)},
    )
    assert again.url == at("my_case", case.number)
    assert Document.objects.filter(case=case).count() == 6


def test_the_register_is_not_read_back_to_who_types_a_number(home: Client, mine: Account) -> None:
    """Somebody types the number of a stranger: the page shows what was typed, never what the register knows."""
    stranger = ready(applicant())
    stranger.members[0]["iin"] = NUMBER
    stranger.save()
    sending.submit(stranger.key, by=stranger.account)
    draft = ready(mine)
    draft.members[0] |= {"iin": NUMBER, "surname": "Басқа", "given": "Біреу"}
    draft.save()
    case = sending.submit(draft.key, by=mine)
    assert case.applicant.surname == "Сынақов"
    for address in (at("my_case", case.number), at("my_case_paper", case.number), at("my_sent", case.number)):
        assert "Ержан" not in text(home.get(address))


def every_path(draft: Draft, case: Case) -> list[str]:
    document = Document.objects.filter(case=case)[0]
    told: dict[str, object] = {
        "procedure": "kandas",
        "number": case.number,
        "member": draft.members[1]["key"],
        "screen": "now",
        "code": "7QF4-9TZX-0KMB-3WDE",
    }
    paths = []
    for pattern in urlpatterns:
        route = str(pattern.pattern)
        wanted = dict.fromkeys(re.findall(r"<\w+:(\w+)>", route))
        for name in wanted:
            paper = draft.papers.all()[0]
            key = document.key if "cases" in route else draft.key
            values = told | {"key": key, "paper": paper.key if "remove" in route else paper.paper}
            wanted[name] = values[name]
        with translation.override("en"):
            paths.append(reverse(pattern.name, kwargs=wanted))
    return paths


def test_nobody_else_finds_any_of_it(client: Client, mine: Account) -> None:
    draft = ready(mine)
    case = sending.submit(ready(mine, "kandas").key, by=mine)
    own = [path for path in every_path(draft, case) if str(draft.key) in path or case.number in path]
    assert len(own) == 21
    elsewhere = office("KZ/KZ-55/", "kandas")
    before = (Draft.objects.get(pk=draft.pk).revision, Case.objects.get(pk=case.pk).lines, StoredFile.objects.count())
    for stranger in (applicant(), elsewhere["clerk"], elsewhere["decider"]):
        visitor = let_in(Client(), stranger)
        for path in own:
            told = {"text": "x", "true": "yes", "revision": "9", "photo": upload()}
            assert (path, visitor.get(path).status_code) in ((path, 404), (path, 405)), stranger.kind
            assert (path, visitor.post(path, told).status_code) in ((path, 404), (path, 405)), stranger.kind
    for path in own:
        assert client.get(path).url.startswith(at("sign_in"))
    after = (Draft.objects.get(pk=draft.pk).revision, Case.objects.get(pk=case.pk).lines, StoredFile.objects.count())
    assert before == after


def test_the_officer_of_the_case_finds_its_files(mine: Account) -> None:
    case = sending.submit(ready(mine).key, by=mine)
    clerk = let_in(Client(), office("KZ/KZ-61/")["clerk"])
    address = at("office_case", case.number)
    page = clerk.get(address, follow=True)
    assert page.status_code == 200
    answer = clerk.get(at("office_case_paper", case.number, Document.objects.filter(case=case)[0].key))
    assert b"".join(answer.streaming_content) == PDF


def test_a_file_comes_back_to_its_owner(home: Client, mine: Account) -> None:
    case = sending.submit(ready(mine).key, by=mine)
    answer = home.get(at("my_file", case.number, Document.objects.filter(case=case)[0].key))
    assert b"".join(answer.streaming_content) == PDF
    assert "attachment" in answer["Content-Disposition"] and "no-store" in answer["Cache-Control"]


def test_who_looks_at_a_case_page_costs_the_same_with_many_lines(home: Client, mine: Account) -> None:
    case = sending.submit(ready(mine).key, by=mine)

    def queries(path: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert home.get(path).status_code == 200
        return len(captured)

    page = at("my_case", case.number)
    acting.act(case, "message", {"text": "one"}, by=mine)
    before = (queries(page), queries(at("my")))
    for n in range(12):
        acting.act(case, "message", {"text": f"{n}"}, by=mine)
    assert (queries(page), queries(at("my"))) == before
    assert max(before) <= 15


def test_status_by_number_tells_the_words_and_nothing_else(client: Client, mine: Account) -> None:
    case = sending.submit(ready(mine).key, by=mine)
    page = text(client.get(at("status"), {"number": case.number.replace("-", " ").lower()}))
    assert "received" in page and "passes the application on" in page
    for told in ("Сынақ", "Ержан", mine.display_name):
        assert told not in page
    assert "We know no application" in text(client.get(at("status"), {"number": "R26-0000-0000"}))
    codes = [client.get(at("status"), {"number": f"R26-0000-{n:04}"}).status_code for n in range(62)]
    assert codes[-1] == 429
    assert "received" not in text(client.get(at("status"), {"number": case.number}))


def test_the_page_for_families_leads_everywhere(client: Client) -> None:
    page = client.get(at("services")).content.decode()
    for name in ("support", "status", "my", "open_account"):
        assert f'href="{at(name)}"' in page
    assert at("my_start", "kandas") in page
    assert not client.cookies  # a page for everybody
    asked = client.get(at("my_start", "kandas"))
    assert asked.url.startswith(at("sign_in"))


broken = st.text(max_size=30) | st.sampled_from(
    ["\x00", "\ud800", "-1", "9" * 30, "yes", "KZ-39", "2026-13-01", "later"]
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(
        [
            "my_screen",
            "my_new_member",
            "my_member",
            "my_check",
            "my_message",
            "my_answer",
            "my_case_paper",
            "my_withdraw",
        ]
    ),
    told=st.dictionaries(
        st.sampled_from(
            [*MOVE["now"], "revision", "later", "surname", "birth_date", "iin", "text", "after", "which", "true"]
        ),
        broken,
    ),
)
def test_whatever_is_sent_is_answered(name: str, told: dict[str, str]) -> None:
    places("KZ/", "KZ/KZ-39/", "KZ/KZ-55/", "KZ/KZ-61/")
    account = Account.objects.filter(login="fuzzed").first() or applicant_named("fuzzed")
    draft = Draft.objects.filter(account=account).first() or services.start(account, "resettlement")
    case = Case.objects.filter(account=account).first() or sending.submit(ready(account, "kandas").key, by=account)
    arguments: dict[str, tuple[object, ...]] = {
        "my_screen": (draft.key, "now"),
        "my_new_member": (draft.key,),
        "my_member": (draft.key, "nobody"),
        "my_check": (draft.key,),
    }
    client = let_in(Client(), account)
    sent = {key: value.encode("utf-8", "surrogatepass").decode("utf-8", "replace") for key, value in told.items()}
    answer = client.post(at(name, *arguments.get(name, (case.number,))), sent)
    assert answer.status_code in (200, 302, 404)


def applicant_named(login: str) -> Account:
    return Account.objects.create(login=login, display_name=login, kind=Kind.APPLICANT, language="en")
