"""A municipality enters places, and everybody reads them, in a real browser: each language, desk and telephone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from qonys.office.casework.offers.models import Offer
from qonys.office.foundation.authority import accounts, territories
from qonys.office.foundation.authority.models import Kind
from tests.office.applications.test_journey import Walk
from tests.office.authority.people import PASSWORD, mandate
from tests.office.test_browser import CHROMIUM, browser, visit

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="needs Chromium: apt-get install chromium"),
]
__all__ = ["browser"]  # the fixture


@pytest.mark.parametrize(("language", "width"), [("kk", 390), ("ru", 1280), ("en", 390)])
def test_places_are_entered_and_seen(
    browser: Browser, live_server: Any, settings: Any, language: str, width: int
) -> None:
    settings.QONYS_SECOND_FACTOR = False
    territories.sync("kz")
    akim = accounts.open_account(
        "akim", "Сынақ Әкім", kind=Kind.OFFICER, password=PASSWORD, actor="test", language=language, temporary=False
    )
    mandate(akim, "municipality_officer", "KZ/KZ-39/")
    walk = Walk(visit(browser, live_server.url, width), live_server.url, f"offers-{language}-{width}")
    walk.page.goto(f"{live_server.url}/{language}/sign-in/?next=/{language}/office/offers/")
    walk.fill({"login": "akim", "password": PASSWORD})
    walk.send()
    walk.look("empty")
    walk.follow("main a.button")
    walk.fill({"territory": "KZ/KZ-39/", "kind": "dwelling", "number": "12", "ready": "2026-09-01", "proof": "№ 7"})
    walk.send()
    walk.look("mistake")
    walk.fill({"rooms": "3"})
    walk.send()
    walk.look("list")
    walk.follow("main tbody a")
    walk.fill({"number": "10"})
    walk.send()
    walk.look("history")
    assert Offer.objects.get().number == 10
    walk.page.goto(f"{live_server.url}/{language}/places/?region=KZ-39")
    walk.look("public")
    walk.page.context.close()
