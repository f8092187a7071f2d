"""A family sees the reasons, tries what if, appeals; anybody checks the receipt: in a real browser, each language."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser

from qonys.office.casework.appeals.models import Appeal
from qonys.office.casework.appeals.states import State
from qonys.office.casework.cases import services as cases
from qonys.office.casework.selection import selectors
from qonys.office.casework.selection import services as points
from qonys.office.casework.selection.models import Receipt
from qonys.office.foundation.authority.models import Account
from tests.office.authority.people import mandate, officer
from tests.office.cases.filing import KOSTANAY, applicant, country, office
from tests.office.commission.test_journey import press, signed_in
from tests.office.selection.scoring import EXAMPLES, KEY, TOO_LITTLE, lasting_rules, to_decide
from tests.office.test_browser import CHROMIUM, Visit, browser, visit

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="needs Chromium: apt-get install chromium"),
]
__all__ = ["browser"]  # the fixture
PICTURES = os.environ.get("QONYS_PICTURES", "")  # a folder for a picture of every page, to look at
WIDTHS = {"kk": 390, "ru": 1280, "en": 390}


@pytest.fixture
def staff(settings: Any, tmp_path: Any) -> dict[str, Account]:
    settings.QONYS_HOME = tmp_path
    country()
    lasting_rules()
    found = office(KOSTANAY) | {"other": officer("other"), "lawyer": officer("lawyer"), "family": applicant()}
    mandate(found["other"], "migration_officer", KOSTANAY)
    mandate(found["lawyer"], "rule_officer", "KZ/")
    return found


@pytest.fixture
def receipt(staff: dict[str, Account]) -> Receipt:
    case = to_decide(staff, staff["family"], **TOO_LITTLE)
    points.score(case, {"education": "vocational"}, why="Diploma shown.", by=staff["decider"])
    cases.act(case, "refuse", {"ground": "not_proven", "reason": "."}, by=staff["decider"])
    return Receipt.objects.select_related("case", "score__rules").get(case=case)


def look(tab: Visit, language: str, what: str) -> None:
    """Nothing cut off, nothing complaining; in Kazakh, nothing that keeps anybody out either."""
    if PICTURES:
        tab.page.screenshot(path=f"{PICTURES}/points-{language}-{what}.png", full_page=True)
    assert (what, tab.page.evaluate("document.documentElement.scrollWidth - innerWidth")) == (what, 0)
    assert (what, tab.violations() if language == "kk" else []) == (what, [])
    assert (what, tab.complaints) == (what, [])


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_reasons_what_if_appeal_and_the_public_check(
    browser: Browser, live_server: Any, language: str, staff: dict[str, Account], receipt: Receipt, tmp_path: Any
) -> None:
    number, width = receipt.case.number, WIDTHS[language]
    family = signed_in(browser, live_server, staff["family"], width)
    family.page.goto(f"{live_server.url}/{language}/my/cases/{number}/")
    press(family, f"a[href$='/my/cases/{number}/points/']")
    look(family, language, "reasons")
    family.page.select_option("#f-education", "bachelors")
    family.page.select_option("#f-kazakh", "b1")
    press(family, "form.ask button[type=submit]")
    assert "445" in family.page.locator("#if + p + .points-sum").inner_text()
    look(family, language, "what-if")
    press(family, f"a[href$='/my/cases/{number}/appeal/']")
    look(family, language, "appeal")
    family.page.fill("#text", "Менің дипломым есептелмеді.")
    press(family, "form.ask button[type=submit]")
    assert "Менің дипломым есептелмеді." in family.page.locator("main").inner_text()
    look(family, language, "appealed")

    judge = signed_in(browser, live_server, staff["other"], 1280)
    judge.page.goto(f"{live_server.url}/{language}/office/appeals/")
    look(judge, language, "queue")
    press(judge, "table a")
    judge.page.select_option("#f-education", "bachelors")
    judge.page.select_option("#f-kazakh", "b1")
    judge.page.fill("#why", "Диплом көрсетілді.")
    press(judge, "button[value=try]")
    look(judge, language, "tried")
    press(judge, "button[value=uphold]")
    assert Appeal.objects.get().state == State.UPHELD
    judge.page.goto(f"{live_server.url}/{language}/office/points/{number}/")
    look(judge, language, "desk")

    public = visit(browser, live_server.url, width)
    file = tmp_path / "receipt.json"
    file.write_bytes(selectors.file(receipt))
    public.page.goto(f"{live_server.url}/{language}/receipts/")
    public.page.set_input_files("#file", file)
    press(public, "form[enctype] button")
    assert public.page.locator("#verdict").inner_text().startswith("✓")
    assert Receipt.objects.get(previous=receipt).code in public.page.locator("main").inner_text()
    look(public, language, "checked")
    forged = file.read_text(encoding="utf-8").replace('"total":3', '"total":9')
    file.write_text(forged, encoding="utf-8")
    public.page.set_input_files("#file", file)
    press(public, "form[enctype] button")
    assert public.page.locator("#verdict").inner_text().startswith("✕")
    look(public, language, "forged")
    public.page.goto(f"{live_server.url}/{language}/rules/{KEY}/")
    look(public, language, "rules")


def test_a_lawyer_writes_a_version(browser: Browser, live_server: Any, staff: dict[str, Account]) -> None:
    tab = signed_in(browser, live_server, staff["lawyer"], 1280)
    tab.page.goto(f"{live_server.url}/kk/office/rules/{KEY}/new/")
    look(tab, "kk", "draft")
    day = (timezone.localdate() + timedelta(days=9)).isoformat()
    tab.page.fill("#since", day)
    tab.page.fill("#why", "№ 1 бұйрық")
    tab.page.fill("#examples", EXAMPLES)
    press(tab, "main form button[type=submit]")
    look(tab, "kk", "version")
