"""An officer follows up, a family answers on its telephone, help is offered and taken up: in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser

from qonys.office.casework.integration import services
from qonys.office.casework.integration.models import Referral, Survey
from qonys.office.casework.integration.states import Helper
from qonys.office.foundation.authority.models import Account
from qonys.office.planning.outcomes.services import write_outcomes
from tests.office.authority.people import mandate, officer
from tests.office.authority.test_journey import whole
from tests.office.cases.filing import country
from tests.office.desk.test_journey import press, signed_in
from tests.office.integration.settled import applicant, service, settled, staff
from tests.office.test_browser import CHROMIUM, Visit, browser

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="needs Chromium: apt-get install chromium"),
]
__all__ = ["browser"]  # the fixture


@pytest.fixture
def officers(settings: Any, tmp_path: Path) -> dict[str, Account]:
    settings.QONYS_HOME = tmp_path
    country()
    return staff()


@pytest.mark.parametrize(("language", "width"), [("kk", 390), ("ru", 390), ("en", 390)])
def test_a_family_is_followed_up(
    browser: Browser, live_server: Any, officers: dict[str, Account], language: str, width: int
) -> None:
    family = applicant()
    case = settled(family, ago=200)
    service(officers["follower"])
    number = case.case.number
    desk = signed_in(browser, live_server.url, officers["follower"], 1280)
    desk.open(f"/{language}/office/settled/?queue=all")
    whole(desk)
    press(desk, "tbody a")
    whole(desk)
    press(desk, f"form[action$='{number}/ask/'] button")
    whole(desk)
    phone = signed_in(browser, live_server.url, family, width, color_scheme="dark" if language == "en" else "light")
    answers_on_the_phone(phone, language, number)
    desk.open(f"/{language}/office/settled/?queue=help")
    press(desk, "tbody a")
    whole(desk)
    press(desk, ".verdict-box form button")
    whole(desk)
    takes_up_help(phone, language, number)
    desk.open(f"/{language}/office/settled/{number}/")
    desk.page.fill("textarea[name=text]", "Жұмыс орны табылды")
    press(desk, f"form[action$='{number}/note/'] button")
    whole(desk)
    assert "Жұмыс орны табылды" in desk.page.inner_text("main")
    desk.page.context.close()
    phone.page.context.close()


def answers_on_the_phone(tab: Visit, language: str, number: str) -> None:
    """Each screen is saved; the family stops, and goes on where it was."""
    tab.open(f"/{language}/my/settled/{number}/")
    whole(tab)
    press(tab, ".verdict-box a.button")
    chosen = {"work": "looking", "housing": "rented", "plans": "unsure"}
    for _screen in range(12):
        whole(tab)
        if not tab.page.locator(".radio").count():
            break
        for topic, answer in chosen.items():
            radio = tab.page.locator(f"input[name^='{topic}'][value='{answer}']")
            if radio.count():
                radio.first.check()
        press(tab, "form.ask button[type=submit]")
    assert Survey.objects.get().sent is None
    press(tab, "main form button[type=submit]")
    whole(tab)
    assert Survey.objects.get().sent is not None


def takes_up_help(tab: Visit, language: str, number: str) -> None:
    tab.open(f"/{language}/my/settled/{number}/")
    whole(tab)
    press(tab, "button[name=state][value=accepted]")
    whole(tab)
    assert Referral.objects.get().state == "accepted"
    press(tab, "button[name=given][value=yes] >> nth=0")
    whole(tab)


@pytest.mark.parametrize(("language", "width"), [("kk", 1280), ("ru", 390)])
def test_other_pages_of_settled_families(
    browser: Browser, live_server: Any, officers: dict[str, Account], language: str, width: int
) -> None:
    settled(applicant(), ago=400)
    service(officers["follower"])
    tab = signed_in(browser, live_server.url, officers["follower"], width)
    write_outcomes(timezone.localdate())
    for page in ("office/settled/cohorts/", "office/settled/services/", "settled/", "settled/?region=KZ-39",
                 "settled/model/"):  # fmt: skip
        tab.open(f"/{language}/{page}")
        whole(tab)
    tab.open(f"/{language}/office/settled/services/")
    tab.page.select_option("#territory", "KZ/KZ-39/")
    tab.page.select_option("#kind", "housing")
    tab.page.fill("#provider", "Әкімдік")
    press(tab, "section form button")
    whole(tab)
    assert "Әкімдік" in tab.page.inner_text("main")
    tab.page.context.close()


def test_an_ngo_sees_whom_it_may_help_and_no_more(
    browser: Browser, live_server: Any, officers: dict[str, Account]
) -> None:
    account = applicant()
    case, other = settled(account), settled(applicant())
    services.consent(case, Helper.NGO, True, by=account)
    tab = signed_in(browser, live_server.url, officers["ngo"], 390)
    tab.open("/en/office/settled/")
    whole(tab)
    shown = tab.page.inner_text("main")
    assert case.case.number in shown and other.case.number not in shown
    press(tab, "tbody a")
    whole(tab)
    assert not tab.page.locator("#facts, #visit, #causes").count()
    tab.page.context.close()


def test_the_loop_is_whole_on_a_phone_and_in_the_dark(
    browser: Browser, live_server: Any, officers: dict[str, Account]
) -> None:
    settled(ago=400)
    write_outcomes(timezone.localdate())
    analyst = officer()
    mandate(analyst, "analyst", "KZ/")
    tab = signed_in(browser, live_server.url, analyst, 390, color_scheme="dark")
    tab.open("/kk/office/loop/")
    whole(tab)
    tab.page.context.close()
