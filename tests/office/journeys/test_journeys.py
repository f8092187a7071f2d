"""Whole journeys through the office as it is served, in a real browser: nothing is done but by its pages.

pytest tests/office/journeys                          each language and each width once or twice
QONYS_JOURNEYS=all pytest tests/office/journeys       all six, looking at every page closely (make journeys)
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.office.applications import test_journey as applying
from tests.office.applications.families import FIVE
from tests.office.journeys import posts, walks
from tests.office.journeys.served import Served, served
from tests.office.journeys.walks import Way
from tests.office.screens import ALL, EVERY
from tests.office.test_browser import CHROMIUM, browser

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="needs Chromium: apt-get install chromium"),
]
__all__ = ["browser"]  # the fixture
GRANTED = {"kk": "қанағаттандырылды", "ru": "удовлетворено", "en": "granted"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("journeys")) as here:
        yield here


@pytest.mark.parametrize(("language", "width"), EVERY if ALL else [("kk", 390), ("en", 1280)])
def test_a_family_of_five_is_decided_by_a_commission(
    browser: Browser, office: Served, language: str, width: int
) -> None:
    way = Way(browser, office, language, width, ALL)
    family = way.opens_an_account("family", "resettlement")
    applying.tells_of_the_family(family)
    applying.answers(family)
    walks.hands_in_all_papers(family)
    number = walks.sends(family)
    a_career_centre_forwards(way, number)
    walks.a_commission_hears(way, "resettlement", number)
    an_officer_decides(way, number)
    a_family_reads_what_it_gets(way, family, number)
    nobody_elsewhere_sees(way, number, " ".join(FIVE[0][1:3]))
    family.page.context.close()


def a_career_centre_forwards(way: Way, number: str) -> None:
    """Of the region the family leaves; after that the case lies where the family wants to live."""
    centre = way.officer("centre", posts.BEFORE)
    walks.opens(way, centre, number)
    walks.does(centre, "accept")
    centre.send("#act-forward button[type=submit]")
    centre.page.context.close()


def an_officer_decides(way: Way, number: str) -> None:
    decider = way.officer("decider")
    walks.opens(way, decider, number)
    walks.does(decider, "grant")
    decider.page.context.close()


def a_family_reads_what_it_gets(way: Way, family: walks.Walk, number: str) -> None:
    """Granted; then arrived and paid: each is on the family's own page at once."""
    case = way.address(f"my/cases/{number}/")
    family.page.goto(case)
    assert GRANTED[way.language] in family.page.inner_text(".state")
    family.look("granted")
    family.follow("a[href$='/payments/']")
    family.look("payments")
    assert "₸" in family.page.inner_text(".figures")
    assert family.page.locator(".measure.lost").count() < family.page.locator(".measure").count()
    follower = way.officer("follower")
    walks.opens(way, follower, number)
    walks.does(follower, "settle")
    walks.does(follower, "event", {"event": "paid"})
    follower.page.context.close()
    before = len(family.page.locator(".timeline li").all())
    family.page.goto(case)
    assert family.page.locator(".timeline li").count() > before
    family.look("paid")


@pytest.mark.parametrize(("language", "width"), EVERY if ALL else [("ru", 390)])
def test_a_kandas_answers_is_granted_and_the_certificate_verifies(
    browser: Browser, office: Served, language: str, width: int
) -> None:
    way = Way(browser, office, language, width, ALL)
    kandas = way.opens_an_account("kandas", "kandas")
    walks.tells_of_oneself(kandas)
    walks.answers_a_kandas_questions(kandas)
    walks.hands_in_all_papers(kandas)
    number = walks.sends(kandas)
    centre = way.officer("centre")
    walks.opens(way, centre, number)
    walks.does(centre, "ask", {"papers": "nationality", "text": "Метриканың аудармасын жіберіңіз."})
    a_kandas_answers(way, kandas, number)
    walks.opens(way, centre, number)
    walks.does(centre, "accept")
    walks.does(centre, "forward")
    centre.page.context.close()
    walks.a_commission_hears(way, "kandas", number)
    an_officer_decides(way, number)
    the_certificate_verifies(way, kandas, number)
    nobody_elsewhere_sees(way, number, "Сынақова Айгерім")
    kandas.page.context.close()


def a_kandas_answers(way: Way, kandas: walks.Walk, number: str) -> None:
    kandas.page.goto(way.address("my/"))
    kandas.look("asked")
    kandas.page.goto(way.address(f"my/cases/{number}/"))
    kandas.follow("a[href$='/answer/']")
    kandas.look("answer")
    kandas.page.set_input_files("input[type=file]", walks.IMAGE)
    kandas.fill({"text": "Аудармасын жібердім."})
    kandas.send(walks.ASK)
    kandas.look("answered")


def the_certificate_verifies(way: Way, kandas: walks.Walk, number: str) -> None:
    """Downloaded by the family, read by a camera, checked by a stranger."""
    kandas.page.goto(way.address(f"my/cases/{number}/"))
    address, pdf = walks.certificate(kandas, number)
    kandas.look("letters")
    code = address.rsplit("/", 1)[1].removesuffix(".pdf")
    read = walks.qr_of(pdf)
    assert read == f"{way.office.url}/check/{code}/"
    stranger = way.visitor("stranger")
    stranger.page.goto(read)
    stranger.look("check")
    said = stranger.page.inner_text("main")
    assert f"/{way.language}/check/" in stranger.page.url
    assert "✓" in said and "С. А." in said and "Сынақова" not in said
    assert stranger.page.request.get(address).url.startswith(way.address("sign-in/"))
    stranger.page.context.close()


def nobody_elsewhere_sees(way: Way, number: str, name: str) -> None:
    """An officer of another region, by every way: lists, words, the number, papers, letters, tables, the API."""
    nearby, afar = way.officer("decider"), way.officer("decider", posts.ELSEWHERE)
    nearby.page.goto(way.address(f"office/cases/{number}/"))
    papers = [str(each.get_attribute("href")) for each in nearby.page.locator("a[href*='/papers/']").all()]
    nearby.page.goto(way.address(f"office/letters/{number}/"))
    letters = [str(each.get_attribute("href")) for each in nearby.page.locator("main a[href$='.pdf']").all()]
    nearby.page.goto(way.address(f"office/cases/{number}/"))
    persons = [str(each.get_attribute("href")) for each in nearby.page.locator("#family ~ ul a").all()]
    whole = (f"office/cases/{number}/", f"office/cases/{number}/payments/", f"office/letters/{number}/")
    assert papers and letters and persons
    for address in [*map(way.address, whole), *(f"{way.office.url}{each}" for each in (*papers, *letters, *persons))]:
        assert nearby.page.request.get(address).status == 200, address
        assert afar.page.request.get(address).status == 404, address
    lists = ("cases/?queue=all", f"cases/?queue=all&q={number}", f"cases/?queue=all&q={name.split()[0]}",
             "cases/export.csv?queue=all", f"persons/?q={name.split()[0]}")  # fmt: skip
    for path in lists:
        assert name in nearby.page.request.get(way.address(f"office/{path}")).text(), path
        assert name not in afar.page.request.get(way.address(f"office/{path}")).text(), path
    afar.page.goto(way.address(f"office/cases/?queue=all&q={number}"))
    afar.look("elsewhere")
    for walk, status in ((nearby, 200), (afar, 404)):
        called = walk.page.request.get(
            f"{way.office.url}/api/v1/cases/{number}", headers={"Authorization": f"Bearer {token(way, walk)}"}
        )
        assert called.status == status
        walk.page.context.close()


def token(way: Way, walk: walks.Walk) -> str:
    """Of the officer's own, by the page that gives it."""
    walk.page.goto(way.address("api/tokens/"))
    walk.page.fill("#id_name", "a program")
    walk.page.locator("[name=scopes][value=see]").check()
    walk.send("main form[action$='/tokens/'] button[type=submit]")
    return walk.page.inner_text(".said code").strip()
