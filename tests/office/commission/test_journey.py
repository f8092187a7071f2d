"""A commission decides a family of five, and the family's certificate verifies: in a real browser, in each language."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from django.conf import settings as office_settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser

from qonys.office.casework.cases import services as acts
from qonys.office.casework.cases.models import Case
from qonys.office.casework.commission import tasks as minutes
from qonys.office.casework.commission.models import Session
from qonys.office.casework.letters import tasks as letters
from qonys.office.foundation.authority.models import Account, Territory
from qonys.office.foundation.journal import verification
from tests.office.authority.people import let_in
from tests.office.cases.filing import KOSTANAY, applicant, country, person
from tests.office.commission.sitting import Commission, commission
from tests.office.test_browser import CHROMIUM, Visit, browser, visit

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="needs Chromium: apt-get install chromium"),
]
__all__ = ["browser"]  # the fixture


@pytest.fixture
def of() -> Commission:
    country()
    return commission()


@pytest.fixture
def family(of: Commission) -> Case:
    """Husband, wife and three children, put before the commission."""
    home = Territory.objects.get(pk=KOSTANAY)
    members = [(person(home), "spouse"), *((person(home), "child") for _each in range(3))]
    case = acts.open_case(
        "resettlement",
        territory=home,
        applicant=person(home, surname="Өтеғалиұлы", given="Қайрат"),
        members=members,
        application={"settle": "KZ-39", "work_there": "own", "home": "rent"},
        account=applicant(),
        actor="test",
    )
    acts.act(case, "accept", by=of.staff["clerk"])
    return acts.act(case, "forward", by=of.staff["clerk"])


def signed_in(browser: Browser, live_server: Any, account: Account, width: int) -> Visit:
    tab = visit(browser, live_server.url, width)
    name = office_settings.SESSION_COOKIE_NAME
    client = let_in(Client(), account)  # each has a session of his own
    tab.page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    return tab


def whole(tab: Visit) -> None:
    """Nothing is cut off, nothing complains, nothing keeps anybody out."""
    path = tab.page.url
    assert (path, tab.page.evaluate("document.documentElement.scrollWidth - innerWidth")) == (path, 0)
    assert (path, tab.violations()) == (path, [])
    assert (path, tab.complaints) == (path, [])


def press(tab: Visit, where: str) -> None:
    with tab.page.expect_navigation():
        tab.page.locator(where).first.click()


def qr_of(pdf: bytes) -> str:
    """What a camera reads from the first page."""
    page = pypdfium2.PdfDocument(pdf)[0]
    (found,) = zxingcpp.read_barcodes(page.render(scale=3).to_numpy())
    return str(found.text)


def convened(tab: Visit, of: Commission, url: str, language: str) -> str:
    """From the first form to a session that sits; returns its address."""
    tab.open(f"/{language}/office/commission/")
    whole(tab)
    press(tab, "a[href$='/office/commission/new/']")
    tab.page.select_option("#procedure", "resettlement")
    press(tab, "main form button")
    whole(tab)
    tab.page.fill("#id_day", timezone.localdate().isoformat())
    tab.page.fill("#id_place", "Әл-Фараби даңғылы 66")
    for each in of.members:
        tab.page.check(f"input[name=members][value='{each.pk}']")
    press(tab, "main form[method=post] button")
    one = tab.page.url
    press(tab, "a[href$='/agenda/']")
    whole(tab)
    press(tab, "main form button")
    for each in of.members:
        tab.page.check(f"input[name=present][value='{each.pk}']")
    press(tab, "form[action$='/open/'] button")
    whole(tab)
    return one


@pytest.mark.parametrize(("language", "width"), [("kk", 1280), ("ru", 390), ("en", 390)])
def test_a_commission_decides_a_family_of_five_and_its_certificate_verifies(
    browser: Browser, live_server: Any, of: Commission, family: Case, language: str, width: int,
    settings: Any,
) -> None:  # fmt: skip
    settings.QONYS_SITE = live_server.url
    secretary = signed_in(browser, live_server, of.secretary, width)
    one = convened(secretary, of, live_server.url, language)
    secretary.page.goto(f"{one}1/")
    whole(secretary)
    for member, key in zip(of.members, "ffa", strict=True):
        tab = signed_in(browser, live_server, member, width)
        tab.page.goto(f"{one}1/")
        whole(tab)
        with tab.page.expect_navigation():
            tab.page.keyboard.press(key)
        whole(tab)
        tab.page.context.close()
    # The secretary's page has been open all the time: the count came by itself.
    secretary.until("/3\\D+3/.test(document.querySelector('#count').innerText)")
    press(secretary, "form[action$='/decide/'] button")
    secretary.page.goto(one)
    secretary.page.fill("#text", "Отбасы тыңдалды.")
    press(secretary, "form[action$='/minutes/'] button")
    press(secretary, "a[href$='/close/']")
    whole(secretary)
    press(secretary, "main form button")
    acts.act(family, "grant", by=of.staff["decider"])
    assert letters.set_letters({}, lambda share, stage: None) == "2"
    assert minutes.set_protocols({}, lambda share, stage: None) == "1"
    secretary.page.reload()
    whole(secretary)
    assert Session.objects.get().state == "closed"
    certificate_verifies(browser, live_server, family, language, width)
    assert verification.verify().broken == ()


def certificate_verifies(browser: Browser, live_server: Any, family: Case, language: str, width: int) -> None:
    certificate = family.letters.get(kind="certificate")
    assert family.account
    fetched = let_in(Client(), family.account).get(f"/{language}/letters/{certificate.code}.pdf")
    address = qr_of(fetched.content)
    assert address == f"{live_server.url}/check/{certificate.code}/"
    stranger = visit(browser, live_server.url, width, locale=language)
    stranger.page.goto(address)
    whole(stranger)
    assert f"/{language}/check/" in stranger.page.url
    said = stranger.page.inner_text("main")
    assert "✓" in said and "Ө. Қ." in said and "Өтеғалиұлы" not in said
    stranger.page.set_input_files("#file", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": fetched.content})
    press(stranger, "form[enctype] button")
    assert "✓" in stranger.page.inner_text("main")
    stranger.page.fill("#code", "0000-0000-0000-0000")
    press(stranger, "main form button")
    whole(stranger)
    assert "✕" in stranger.page.inner_text("main")


def test_abstaining_by_keyboard_asks_for_a_reason_first(
    browser: Browser, live_server: Any, of: Commission, family: Case
) -> None:
    secretary = signed_in(browser, live_server, of.secretary, 1280)
    one = convened(secretary, of, live_server.url, "en")
    tab = signed_in(browser, live_server, of.members[0], 1280)
    tab.page.goto(f"{one}1/")
    tab.page.keyboard.press("b")
    assert tab.page.evaluate("document.activeElement.id") == "reason"
    tab.page.keyboard.type("a cousin of mine")
    tab.page.locator("button[value=abstain]").focus()
    with tab.page.expect_navigation():
        tab.page.keyboard.press("b")
    assert "abstained" in tab.page.inner_text(".said")
    whole(tab)
