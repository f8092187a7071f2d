"""An officer's morning in a real browser, in each language, at the desk and on a telephone."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser

from qonys.office.casework.cases import services
from qonys.office.casework.cases.models import Case
from qonys.office.casework.documents import services as documents
from qonys.office.foundation.authority.models import Account, Territory
from tests.office.authority.people import let_in
from tests.office.authority.test_journey import whole
from tests.office.cases.filing import KOSTANAY, applicant, country, office, opened, person
from tests.office.desk.rows import give
from tests.office.screens import each_screen
from tests.office.test_browser import CHROMIUM, Visit, browser, visit

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="needs Chromium: apt-get install chromium"),
]
__all__ = ["browser"]  # the fixture
PAGES = (
    "office/",
    "office/cases/?queue=all",
    "office/cases/?queue=commission",
    "office/cases/?q=нет такого",
    "office/persons/",
    "office/imports/",
    "office/persons/?q=әбдірахм",
)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def staff(settings: Any, tmp_path: Path) -> dict[str, Account]:
    settings.QONYS_HOME = tmp_path
    country()
    return office(KOSTANAY)


@pytest.fixture
def family(staff: dict[str, Account]) -> Case:
    """A family that was asked and answered, and handed a paper in; three other cases, one of them late."""
    home, account = Territory.objects.get(pk=KOSTANAY), applicant()
    head = person(home, surname="Әбдірахманова-Өмірбекова", given="Бақытгүл", patronymic="Нұрсұлтанқызы", sex="female",
                  birth_date=date(1991, 3, 9), latin_surname="Abdirakhmanova", citizenship="UZ")  # fmt: skip
    case = services.open_case(
        "kandas",
        territory=home,
        applicant=head,
        members=[(person(home, birth_date=date(2016, 5, 1)), "child")],
        application={"settle": "KZ-39", "from_country": "UZ", "story": "Ташкент облысында туғанмын. " * 12},
        account=account,
        actor=account.actor,
        lapses=timezone.localdate() + timedelta(days=9),
    )
    documents.hand_in(case, "identity", "паспорт Бақытгүл.pdf", PDF, by=account, person=head)
    services.act(case, "ask", {"papers": ["nationality"], "text": "Аудармасын жіберіңіз"}, by=staff["clerk"])
    services.act(case, "answer", {"text": "Ертең жіберемін"}, by=account)
    give(opened(place=KOSTANAY), staff["clerk"], due=timezone.localdate() - timedelta(days=7))
    for _ in range(2):
        opened("resettlement", place=KOSTANAY)
    return case


def signed_in(browser: Browser, address: str, account: Account, width: int, **more: Any) -> Visit:
    tab = visit(browser, address, width, **more)
    session = let_in(Client(), account).cookies[project.SESSION_COOKIE_NAME].value
    tab.page.context.add_cookies([{"name": project.SESSION_COOKIE_NAME, "value": session, "url": address}])
    return tab


def press(tab: Visit, selector: str) -> None:
    with tab.page.expect_navigation():
        tab.page.locator(selector).click()


@each_screen
def test_a_morning_of_an_officer(
    browser: Browser, live_server: Any, staff: dict[str, Account], family: Case, language: str, width: int
) -> None:
    scheme = "dark" if language == "en" else "light"
    tab = signed_in(browser, live_server.url, staff["clerk"], width, color_scheme=scheme)
    for page in (*PAGES, f"office/persons/{family.applicant.key}/"):
        tab.open(f"/{language}/{page}")
        whole(tab)
    tab.open(f"/{language}/office/cases/?q=бакытгул")
    press(tab, "[data-open]")
    whole(tab)
    works_on_the_case(tab)
    two_at_once(tab, live_server.url, language)
    tab.page.context.close()


def works_on_the_case(tab: Visit) -> None:
    """A paper is found good; a refusal without a ground comes back; one that is certain is asked for again."""
    press(tab, ".check > button")
    assert tab.page.locator("[role=status]").is_visible()
    tab.page.evaluate("document.querySelectorAll('.act').forEach((act) => { act.open = true; })")
    whole(tab)
    press(tab, "#act-turn_back button")
    assert tab.page.evaluate("document.activeElement.className") == "error-summary"
    whole(tab)
    tab.page.select_option("#turn_back_ground", "incomplete")
    press(tab, "#act-turn_back button")
    whole(tab)
    with tab.page.expect_navigation():
        tab.page.locator(".sure a").click()
    press(tab, "#act-accept button")
    assert tab.page.locator("#act-forward").is_visible()


def two_at_once(tab: Visit, address: str, language: str) -> None:
    """Three are marked and taken over after a preview; one is already there; the undo gives them back."""
    tab.page.goto(f"{address}/{language}/office/cases/?queue=all")
    for box in tab.page.locator("[name=number]").all()[:3]:
        box.check()
    assert tab.page.locator("#marked").inner_text().endswith("3")
    press(tab, ".together-bar [value=mine]")
    whole(tab)
    assert tab.page.locator(".bulk-lines small").count() == 1  # the late one was hers before
    press(tab, ".sure button")
    whole(tab)
    press(tab, "main form button")
    assert tab.page.locator("[role=status]").is_visible()
    assert Case.objects.exclude(assignee=None).count() == 1


def test_hands_stay_on_the_keyboard(
    browser: Browser, live_server: Any, staff: dict[str, Account], family: Case
) -> None:
    tab = signed_in(browser, live_server.url, staff["clerk"], 1280)
    tab.open("/en/office/cases/?queue=all")
    page, marked = tab.page, "document.querySelectorAll('[name=number]:checked').length"
    rows = page.locator("[data-open]").all_inner_texts()
    for key in ("j", "j", "j", "k", "x"):
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.textContent") == rows[1]
    assert page.evaluate(marked) == 1
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    assert tab.violations() == []
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("jxk?")  # letters while typing are letters
    assert page.input_value("#find") == "jxk?" and page.evaluate(marked) == 1
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("h1").inner_text() == rows[0]
    assert tab.complaints == []


def test_everything_works_without_a_script(
    browser: Browser, live_server: Any, staff: dict[str, Account], family: Case
) -> None:
    tab = signed_in(browser, live_server.url, staff["clerk"], 390, java_script_enabled=False)
    page = tab.page
    page.goto(f"{live_server.url}/en/office/cases/?queue=all")
    page.select_option("[name=procedure]", "resettlement")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**procedure=resettlement**")
    assert page.locator("[data-row]").count() == 2
    page.goto(f"{live_server.url}/en/office/cases/{family.number}/")
    page.locator("#act-note summary").click()
    page.fill("#note_text", "Без скрипта")
    page.locator("#act-note button").click()
    page.get_by_role("status").wait_for()
    assert "Без скрипта" in page.inner_text(".happened")
