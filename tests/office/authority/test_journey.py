"""An officer's first day in a real browser, in each language, at the desk and on a telephone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pyotp
import pytest
from django.utils import timezone
from playwright.sync_api import Browser

from qonys.office.foundation.authority import accounts
from qonys.office.foundation.authority.models import Account, Kind
from tests.office.authority.people import PASSWORD, mandate, officer, places
from tests.office.test_browser import CHROMIUM, Visit, browser, visit

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="needs Chromium: apt-get install chromium"),
]
__all__ = ["browser"]  # the fixture
NEW = "four words and a lake"


@pytest.fixture
def aigul() -> Account:
    """A new officer with a mandate, one that she holds for a colleague, and one that another holds for her."""
    places("KZ/", "KZ/KZ-19/", "KZ/KZ-33/")
    today = timezone.localdate()
    opened = accounts.open_account("aigul", "Айгүл", kind=Kind.OFFICER, password=PASSWORD, actor="command line")
    boss, deputy = officer(display_name="Берік"), officer(display_name="Дана")
    own = mandate(opened, "career_centre_officer", "KZ/KZ-19/", "kandas")
    month = {"since": today, "until": today + timedelta(days=30)}
    mandate(
        opened,
        "integration_officer",
        "KZ/KZ-33/",
        substitutes=mandate(boss, "integration_officer", "KZ/KZ-33/"),
        **month,
    )
    mandate(deputy, "career_centre_officer", "KZ/KZ-19/", "kandas", substitutes=own, **month)
    mandate(opened, "analyst", "KZ/", since=today + timedelta(days=9))
    return opened


def whole(tab: Visit) -> None:
    """Nothing is cut off, nothing complains, nothing keeps anybody out."""
    path = tab.page.url
    assert (path, tab.page.evaluate("document.documentElement.scrollWidth - innerWidth")) == (path, 0)
    assert (path, tab.violations()) == (path, [])
    assert (path, tab.complaints) == (path, [])


def send(tab: Visit, **told: str) -> None:
    for name, value in told.items():
        tab.page.fill(f"#id_{name}", value)
    with tab.page.expect_navigation():
        tab.page.locator("main form button").click()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_first_day_of_an_officer(
    browser: Browser, live_server: Any, aigul: Account, language: str, width: int
) -> None:
    tab = visit(browser, live_server.url, width, color_scheme="dark" if language == "en" else "light")
    tab.page.goto(f"{live_server.url}/{language}/office/")
    assert "/sign-in/" in tab.page.url
    whole(tab)
    send(tab, login="aigul", password="a wrong one")
    assert tab.page.evaluate("document.activeElement.className") == "error-summary"
    whole(tab)
    send(tab, login="Aigul", password=PASSWORD)
    whole(tab)
    device = pyotp.TOTP(tab.page.inner_text(".qr-code code").replace(" ", ""))
    send(tab, code="123")
    whole(tab)
    send(tab, code=device.now())
    assert tab.page.locator(".recovery li").count() == 8
    whole(tab)
    tab.page.locator("main a.button").click()
    whole(tab)
    send(tab, present=PASSWORD, new=NEW, again="something else")
    whole(tab)
    send(tab, present=PASSWORD, new=NEW, again=NEW)
    tab.page.wait_for_url(f"**/{language}/office/")
    home(tab)
    code_is_asked_for_the_next_time(tab, live_server.url, language, device)
    tab.page.context.close()


def home(tab: Visit) -> None:
    """Her own mandate, the one held for Berik, the one to come; Dana stands in for her; the journal told the rest."""
    whole(tab)
    shown = tab.page.locator(".mandates li")
    assert shown.count() == 3
    assert "Берік" in shown.nth(1).inner_text()
    assert "Дана" in tab.page.inner_text("section[aria-labelledby=substitution]")
    assert tab.page.locator(".events li").count() == 4


def code_is_asked_for_the_next_time(tab: Visit, address: str, language: str, device: pyotp.TOTP) -> None:
    with tab.page.expect_navigation():
        tab.page.locator(".account button").click()
    assert tab.page.locator("[role=status]").is_visible()
    whole(tab)
    send(tab, login="aigul", password=NEW)
    whole(tab)
    send(tab, code=device.at(timezone.now() + timedelta(seconds=30)))  # the present one was used to set it up
    assert tab.page.url == f"{address}/kk/office/"  # the language of the account
    tab.page.goto(f"{address}/{language}/sign-out/")
    whole(tab)


def test_an_officer_without_a_mandate_is_told_what_to_do(browser: Browser, live_server: Any, settings: Any) -> None:
    settings.QONYS_SECOND_FACTOR = False
    accounts.open_account("new", "Жаңа", kind=Kind.OFFICER, password=PASSWORD, actor="command line", temporary=False)
    tab = visit(browser, live_server.url, 390)
    tab.page.goto(f"{live_server.url}/ru/sign-in/")
    send(tab, login="new", password=PASSWORD)
    tab.page.goto(f"{live_server.url}/ru/office/")
    assert "Полномочия даёт администратор" in tab.page.inner_text("main")
    assert "Устройство не настроено" in tab.page.inner_text("main")
    whole(tab)
    tab.page.context.close()
