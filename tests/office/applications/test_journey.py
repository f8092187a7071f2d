"""A family of five applies, and a kandas answers, in a real browser: each language, at the desk and on a telephone."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from qonys.office.casework.applications import sending
from qonys.office.casework.cases import services as acting
from qonys.office.casework.cases.models import Case
from qonys.office.casework.documents import services as documents
from qonys.office.casework.documents.models import Document, State
from qonys.office.foundation.authority import accounts, territories
from qonys.office.foundation.authority.models import Account, Kind
from qonys.office.foundation.journal.services import record_reading
from qonys.office.foundation.notices.models import Notice
from qonys.office.foundation.notices.routes import routes
from tests.office.applications.families import FIVE, MOVE, PNG, ready
from tests.office.authority.people import PASSWORD
from tests.office.cases.filing import office
from tests.office.test_browser import CHROMIUM, Visit, browser, visit

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="needs Chromium: apt-get install chromium"),
]
__all__ = ["browser"]  # the fixture
PICTURES = os.environ.get("QONYS_PICTURES", "")  # a folder for a picture of every page, to look at


@pytest.fixture(autouse=True)
def _country(tmp_path: Path, settings: Any) -> None:
    settings.QONYS_HOME = tmp_path
    settings.QONYS_MAIL = routes("QONYS_MAIL", "folder:")
    territories.sync("kz")


class Walk:
    """A visitor who looks at every page on the way; who is in a hurry does not ask whom it keeps out."""

    def __init__(self, tab: Visit, address: str, name: str, hurry: bool = False) -> None:
        self.tab, self.page, self.address, self.name, self.seen = tab, tab.page, address, name, 0
        self.hurry = hurry

    def look(self, what: str) -> None:
        """Nothing is cut off, nothing complains, nothing keeps anybody out."""
        where = self.page.url
        if PICTURES:
            self.page.screenshot(path=f"{PICTURES}/{self.name}-{self.seen:02}-{what}.png", full_page=True)
        self.seen += 1
        assert (where, self.page.evaluate("document.documentElement.scrollWidth - innerWidth")) == (where, 0)
        assert self.hurry or (where, self.tab.violations()) == (where, [])
        assert (where, self.tab.complaints) == (where, [])

    def fill(self, told: dict[str, str]) -> None:
        for name, value in told.items():
            field = self.page.locator(f"[name='{name}']").first
            if field.get_attribute("type") in ("radio", "checkbox"):
                self.page.locator(f"[name='{name}'][value='{value}']").check()
            elif field.evaluate("each => each.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)

    def send(self, button: str = "main form button[type=submit]") -> None:
        with self.page.expect_navigation():
            self.page.locator(button).first.click()

    def follow(self, link: str) -> None:
        with self.page.expect_navigation():
            self.page.locator(link).first.click()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_family_of_five_applies(browser: Browser, live_server: Any, language: str, width: int) -> None:
    tab = visit(browser, live_server.url, width, color_scheme="dark" if language == "en" else "light")
    walk = Walk(tab, live_server.url, f"family-{language}-{width}")
    walk.page.goto(f"{live_server.url}/{language}/services/")
    walk.look("services")
    opens_an_account(walk)
    tells_of_the_family(walk)
    answers(walk)
    hands_papers_in(walk)
    sends(walk)
    looks_after(walk, language)
    tab.page.context.close()


def opens_an_account(walk: Walk) -> None:
    walk.follow("a[href*='/my/start/resettlement/']")
    walk.look("sign-in")
    walk.follow("a[href*='/open-account/']")
    walk.fill({"name": "Ержан Сынақов", "login": "erzhan@example.kz", "password": "short"})
    walk.send()
    walk.look("weak-password")
    walk.fill({"password": PASSWORD})
    walk.send()
    walk.look("code")
    walk.fill({"code": Notice.objects.get(template="contact_code").facts["code"]})
    walk.send()
    walk.look("home-empty")
    walk.follow("a[href*='/my/start/resettlement/']")
    walk.look("start")
    walk.send()
    walk.look("tasks-empty")


def tells_of_the_family(walk: Walk) -> None:
    walk.follow(".tasks a")
    walk.send()
    walk.look("member-mistakes")
    for place, (relation, surname, given, sex, born) in enumerate(FIVE):
        if place:
            walk.follow("a[href$='/family/new/']")
            walk.fill({"relation": relation})
        walk.fill({"surname": surname, "given": given, "sex": sex, "birth_date": born})
        walk.send("main form.ask button[type=submit]")
    assert walk.page.locator(".people > li").count() == 5
    walk.look("family")


def answers(walk: Walk) -> None:
    walk.follow("a[href*='/screens/now/']")
    assert not walk.page.locator("#q-graduated").is_visible()
    walk.fill({"work_now": "graduate"})
    assert walk.page.locator("#q-graduated").is_visible()
    walk.fill(MOVE["now"])
    walk.look("screen")
    walk.send("main form.ask button[type=submit]")
    walk.send("main form.ask button[type=submit]")
    walk.look("screen-mistakes")
    walk.fill(MOVE["where"])
    walk.send("main form.ask button[type=submit]")


def hands_papers_in(walk: Walk) -> None:
    walk.look("papers")
    addresses = [each.get_attribute("href") for each in walk.page.locator(".tasks a").all()]
    for place, address in enumerate(addresses[:5]):
        walk.page.goto(f"{walk.address}{address}")
        if not place:
            walk.page.set_input_files("#file", {"name": "card.exe", "mimeType": "image/png", "buffer": b"MZ" * 99})
            walk.send("main form.ask button[type=submit]")
            walk.look("paper-refused")
        walk.page.set_input_files("#photo", {"name": f"card{place}.png", "mimeType": "image/png", "buffer": PNG})
        walk.send("main form.ask button[type=submit]")
    walk.look("paper")


def sends(walk: Walk) -> None:
    walk.page.goto(walk.page.url.split("/papers/")[0] + "/")
    walk.look("tasks")
    walk.follow(".tasks li:last-child a")
    walk.look("check")
    walk.fill({"true": "yes"})
    walk.send("main form.ask button[type=submit]")
    case = Case.objects.get()
    assert case.number in walk.page.inner_text(".arrived")
    walk.look("sent")


def looks_after(walk: Walk, language: str) -> None:
    case = Case.objects.get()
    staff = office(case.territory_id)
    record_reading(staff["clerk"].actor, case.stream, "Құжаттардың толықтығын тексеру")
    documents.check(Document.objects.filter(case=case)[0], State.REJECTED, by=staff["clerk"], reason="Сурет бұлдыр")
    acting.act(case, "message", {"text": "Мәтін"}, by=staff["clerk"])
    base = f"{walk.address}/{language}/my/cases/{case.number}/"
    for part in ("", "looked/", "papers/", "withdraw/", "message/"):
        walk.page.goto(base + part)
        walk.look(f"case-{part.strip('/') or 'page'}")
    walk.fill({"text": "Рақмет! Қай күні жауап бересіздер?"})
    walk.send("main form.ask button[type=submit]")
    assert walk.page.locator(".talk .mine").count() == 1
    for path in ("my/", "my/inbox/", "my/account/", "my/account/contact/", "my/account/password/", "forgotten/"):
        walk.page.goto(f"{walk.address}/{language}/{path}")
        walk.look(path.strip("/").replace("/", "-"))
    walk.page.goto(f"{walk.address}/{language}/status/?number={case.number}")
    walk.look("status")


@pytest.mark.parametrize(("language", "width"), [("kk", 390), ("ru", 1280), ("en", 390)])
def test_a_kandas_is_asked_for_a_paper_and_answers(
    browser: Browser, live_server: Any, language: str, width: int
) -> None:
    account = account_of("kandas@example.kz", language)
    case = sending.submit(ready(account, "kandas").key, by=account)
    staff = office(case.territory_id)
    acting.act(case, "ask", {"papers": ["nationality"], "text": "Метрика анық емес"}, by=staff["clerk"])
    tab = visit(browser, live_server.url, width)
    walk = Walk(tab, live_server.url, f"kandas-{language}-{width}")
    walk.page.goto(f"{live_server.url}/{language}/sign-in/")
    walk.fill({"login": account.login, "password": PASSWORD})
    walk.send("main form button[type=submit]")
    assert walk.page.url == f"{live_server.url}/{language}/my/"
    walk.look("home")
    walk.follow(".cards a")
    walk.look("asked")
    walk.follow("a[href$='/answer/']")
    walk.send("main form.ask button[type=submit]")
    walk.look("answer-empty")
    walk.page.set_input_files("input[type=file]", {"name": "m.png", "mimeType": "image/png", "buffer": PNG})
    walk.fill({"text": "Жаңа суретін жібердім."})
    walk.send("main form.ask button[type=submit]")
    walk.look("answered")
    case.refresh_from_db()
    assert not case.waiting
    acting.act(case, "accept", by=staff["clerk"])
    walk.page.reload()
    walk.look("accepted")
    tab.page.context.close()


def test_everything_works_without_script(browser: Browser, live_server: Any) -> None:
    account = account_of("plain@example.kz", "ru")
    draft = ready(account)
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/ru/sign-in/?next=/ru/my/applications/{draft.key}/screens/now/")
    page.fill("[name=login]", account.login)
    page.fill("[name=password]", PASSWORD)
    page.locator("main form button").first.click()
    assert page.locator("#q-graduated").is_visible()  # with a note when it applies
    assert page.locator(".only-if").is_visible()
    page.locator("main form.ask button").first.click()
    page.goto(f"{live_server.url}/ru/my/applications/{draft.key}/check/")
    page.check("[name=true]")
    page.locator("main form.ask button").first.click()
    assert Case.objects.get().number in page.inner_text(".arrived")
    page.context.close()


def account_of(login: str, language: str) -> Account:
    return accounts.open_account(
        login, "Айгерім", kind=Kind.APPLICANT, password=PASSWORD, actor="portal", language=language, temporary=False
    )
