"""The API's pages in a real browser, in each language, at the desk and on a telephone."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser

from tests.office.authority.people import let_in, mandate, officer, places
from tests.office.authority.test_journey import whole
from tests.office.screens import each_screen
from tests.office.test_browser import CHROMIUM, browser, visit

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="needs Chromium: apt-get install chromium"),
]
__all__ = ["browser"]  # the fixture
SHOTS = os.environ.get("QONYS_SHOTS", "")


@each_screen
def test_guide_and_tokens_are_whole_quiet_and_accessible(
    browser: Browser, live_server: Any, language: str, width: int
) -> None:
    places("XQ/")
    clerk = officer("clerk", display_name="Айгүл Қасымова")
    mandate(clerk, "career_centre_officer", "XQ/")
    tab = visit(browser, live_server.url, width, color_scheme="dark" if language == "en" else "light")
    key = let_in(Client(), clerk).session.session_key
    tab.page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
    tab.open(f"/{language}/api/")
    whole(tab)
    tab.open(f"/{language}/api/tokens/")
    whole(tab)
    with tab.page.expect_navigation():
        tab.page.locator("main form .button").click()
    assert tab.page.locator(".error-summary li").count() == 2
    whole(tab)
    tab.page.fill("#id_name", "Күнделікті есеп")
    tab.page.check("input[value=see]")
    with tab.page.expect_navigation():
        tab.page.locator("main form .button").click()
    assert re.fullmatch(r"qot_[\w-]{43}", tab.page.locator(".said code").inner_text())
    whole(tab)
    if SHOTS:
        tab.page.screenshot(path=f"{SHOTS}/api-tokens-{language}-{width}.png", full_page=True)
