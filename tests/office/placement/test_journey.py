"""A commission places families and changes two, a municipality withdraws ten dwellings, the families are warned and
placed anew; then places move by order: in a real browser, in each language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as office_settings
from django.test import Client
from playwright.sync_api import Browser

from qonys.office.casework.cases.models import Case
from qonys.office.casework.offers.models import Offer
from qonys.office.casework.placement import services, tasks
from qonys.office.casework.placement.models import Placing, Round
from qonys.office.casework.placement.states import Result
from qonys.office.foundation.authority import territories
from qonys.office.foundation.authority.models import Account, Territory
from qonys.office.foundation.notices.models import Notice
from tests.office.applications.test_journey import Walk
from tests.office.authority.people import let_in, mandate, officer
from tests.office.cases.filing import KOSTANAY, PAVLODAR
from tests.office.ledger.places import opened
from tests.office.placement.settling import NORTH, SOUTH, Commission, commission, day, family, quotas, settlement
from tests.office.test_browser import CHROMIUM, browser, visit

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="needs Chromium: apt-get install chromium"),
]
__all__ = ["browser"]  # the fixture
NAMES = {
    NORTH: ("Арқалық қаласы", "город Аркалык", "Arkalyk"),
    SOUTH: ("Рудный қаласы", "город Рудный", "Rudny"),
}


def country() -> None:
    territories.sync("kz")
    territories.add(
        Territory(path=path, code=path.split("/")[-2], name_kk=kk, name_ru=ru, name_en=en)
        for path, (kk, ru, en) in NAMES.items()
    )


def families(of: Commission) -> list[Case]:
    """Four who would all go north first, then south."""
    made = [family(of, 8), family(of, 9, 4), family(of), family(of, 12)]
    for case in made:
        services.wish(case, [NORTH, SOUTH], by=case.account)
    return made


@pytest.mark.parametrize(("language", "width"), [("kk", 1280), ("ru", 390), ("en", 1280)])
def test_a_round_from_the_proposal_to_a_new_home(browser: Browser, live_server: Any, language: str, width: int) -> None:
    country()
    of, _quota = commission(), quotas()
    dwellings, _south = settlement(of, NORTH, 11), settlement(of, SOUTH, 1)
    waiting = families(of)

    def as_(account: Account | None, path: str) -> Walk:
        assert account is not None
        tab = visit(browser, live_server.url, width, color_scheme="dark" if language == "ru" else "light")
        name = office_settings.SESSION_COOKIE_NAME
        value = let_in(Client(), account).cookies[name].value
        tab.page.context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        walk = Walk(tab, live_server.url, f"round-{language}-{width}-{account.login}")
        walk.page.goto(f"{live_server.url}/{language}/{path}")
        return walk

    _runs_a_round(as_(of.secretary, "office/placement/"), waiting)
    _publishes(as_(of.member, f"office/placement/{Round.objects.get().pk}/"))
    _withdraws_ten(as_(of.akim, f"office/offers/{dwellings.key}/"))
    _is_placed_anew(as_, of)


def _compute() -> None:
    tasks.compute({}, lambda share, stage: None)


def _runs_a_round(walk: Walk, waiting: list[Case]) -> None:
    walk.look("empty")
    walk.fill({"procedure": "resettlement", "territory": KOSTANAY, "day": day().isoformat()})
    walk.send()
    walk.look("computing")
    _compute()
    walk.page.reload()
    walk.look("proposal")
    for case, deed in ((waiting[2], "lock"), (waiting[3], "leave")):
        walk.follow(f"main tbody a[href*='{case.number}']")
        walk.look("family")
        walk.fill({"deed": deed, "reason": "Туыстары Рудныйда"} | ({"place": SOUTH} if deed == "lock" else {}))
        walk.send()
    _compute()
    walk.page.reload()
    walk.look("costs")
    cells = walk.page.locator("#edits").locator("xpath=..").locator("td.n").all_inner_texts()
    assert [float(each.replace(",", ".").replace("\u202f", "")) for each in cells] == [130.0, 0.0, 30.0, 0.0]
    walk.page.context.close()


def _publishes(walk: Walk) -> None:
    walk.send("main button[name=publish]")
    walk.look("published")
    walk.follow("main a[href*='/planning/quotas/placement/']")
    walk.look("public")
    walk.page.context.close()
    assert Placing.objects.filter(result=Result.INVITED).count() == 3


def _withdraws_ten(walk: Walk) -> None:
    """Of eleven dwellings one is left, and two were promised."""
    walk.look("offer")
    walk.fill({"number": "1"})
    walk.send()
    walk.look("lowered")
    walk.page.context.close()
    assert Placing.objects.filter(result=Result.LOST).count() == 1


def _is_placed_anew(as_: Callable[[Account | None, str], Walk], of: Commission) -> None:
    lost = Placing.objects.get(result=Result.LOST)
    assert Notice.objects.filter(about=lost.case.stream, template="place_withdrawn").count() == 1
    walk = as_(lost.case.account, f"my/cases/{lost.case.number}/place/")
    walk.look("warned")
    settlement(of, SOUTH, 1)  # another was finished meanwhile
    services.compute_again(Round.objects.get(repairs__isnull=False))
    _compute()
    member = as_(of.member, f"office/placement/{Round.objects.get(repairs__isnull=False).pk}/")
    member.look("repair")
    member.send("main button[name=publish]")
    member.page.context.close()
    walk.page.reload()
    walk.look("placed-anew")
    walk.send("main button[name=confirm]")
    walk.look("arrived")
    walk.page.context.close()
    assert Placing.objects.get(case=lost.case, place=SOUTH).result == Result.ARRIVED
    assert Offer.objects.filter(withdrawn=None).exists()


@pytest.mark.parametrize(("language", "width"), [("kk", 390), ("ru", 1280), ("en", 390)])
def test_places_move_by_order_with_four_eyes(browser: Browser, live_server: Any, language: str, width: int) -> None:
    territories.sync("kz")
    here, there = opened(40, KOSTANAY), opened(25, PAVLODAR)
    walks = []
    for _each in range(2):
        account = officer()
        mandate(account, "migration_officer", "KZ/")
        tab = visit(browser, live_server.url, width)
        name = office_settings.SESSION_COOKIE_NAME
        value = let_in(Client(), account).cookies[name].value
        tab.page.context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        walks.append(Walk(tab, live_server.url, f"quota-{language}-{width}-{account.login}"))
    first, second = walks
    first.page.goto(f"{live_server.url}/{language}/office/quotas/")
    first.look("balances")
    first.follow("main a.button")
    first.send()
    first.look("mistakes")
    first.fill({"source": str(here.pk), "target": str(there.pk), "units": "7", "number": "12-П",
                "day": "2026-06-01", "document": "Министрдің бұйрығы"})  # fmt: skip
    first.send()
    first.look("preview")
    first.send("main button[name=sure]")
    first.look("proposed")
    second.page.goto(first.page.url)
    second.look("second")
    second.send("main button[name=confirm]")
    second.look("carried-out")
    second.page.goto(f"{live_server.url}/{language}/office/quotas/{there.pk}/?on=2026-12-31")
    second.look("statement")
    second.page.goto(f"{live_server.url}/{language}/planning/quotas/balance/")
    second.look("public")
    there.refresh_from_db()
    assert there.available == 32
    for walk in walks:
        walk.page.context.close()
