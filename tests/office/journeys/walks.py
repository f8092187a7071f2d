"""What families and officers do on the way: each step as a person at a browser does it, by the pages alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pypdfium2
import zxingcpp
from playwright.sync_api import Browser

from tests.office.applications.families import PNG, RETURN
from tests.office.applications.test_journey import Walk
from tests.office.journeys import posts
from tests.office.journeys.served import Served
from tests.office.test_browser import visit

IMAGE = {"name": "page.png", "mimeType": "image/png", "buffer": PNG}
ASK = "main form.ask button[type=submit]"


@dataclass(frozen=True)
class Way:
    """One journey: in a language, at a width, thoroughly or in a hurry."""

    browser: Browser
    office: Served
    language: str
    width: int
    thorough: bool

    def visitor(self, name: str) -> Walk:
        """Somebody new at a browser of his own."""
        told = {"color_scheme": "dark" if self.language == "en" else "light", "locale": self.language}
        tab = visit(self.browser, self.office.url, self.width, **told)
        return Walk(tab, self.office.url, f"{self.language}-{self.width}-{name}", hurry=not self.thorough)

    def address(self, path: str) -> str:
        return f"{self.office.url}/{self.language}/{path}"

    def officer(self, post: str, place: str = posts.HERE) -> Walk:
        walk = self.visitor(post)
        walk.page.goto(self.address("sign-in/"))
        walk.fill({"login": posts.login(post, place), "password": posts.PASSWORD})
        walk.send("main form button[type=submit]")
        assert walk.page.url.endswith("/office/"), walk.page.inner_text("main")  # in the language of the account
        walk.page.goto(self.address("office/"))
        return walk

    def opens_an_account(self, name: str, procedure: str) -> Walk:
        """A family's first steps: from what there is to an empty application."""
        walk, login = self.visitor(name), f"{name}.{self.language}.{self.width}@example.kz"
        walk.page.goto(self.address("services/"))
        walk.follow(f"a[href*='/my/start/{procedure}/']")
        walk.follow("a[href*='/open-account/']")
        walk.fill({"name": "Ержан Сынақов", "login": login, "password": posts.PASSWORD})
        walk.send()
        walk.fill({"code": self.office.code_for(login)})
        walk.look("code")
        walk.send()
        walk.follow(f"a[href*='/my/start/{procedure}/']")
        walk.send()
        return walk


def tells_of_oneself(walk: Walk) -> None:
    walk.follow(".tasks a")
    walk.fill({"surname": "Сынақова", "given": "Айгерім", "sex": "female", "birth_date": "1991-03-09"})
    walk.send(ASK)


def answers_a_kandas_questions(walk: Walk) -> None:
    for screen in RETURN:
        walk.page.goto(f"{draft(walk)}screens/{screen}/")
        walk.fill(RETURN[screen])
        walk.look(f"screen-{screen}")
        walk.send(ASK)


def draft(walk: Walk) -> str:
    """The address of the application that is being filled in."""
    before, _applications, after = walk.page.url.partition("/applications/")
    return f"{before}/applications/{after.split('/')[0]}/"


def hands_in_all_papers(walk: Walk) -> None:
    walk.page.goto(f"{draft(walk)}papers/")
    for address in [each.get_attribute("href") for each in walk.page.locator(".tasks a").all()]:
        walk.page.goto(f"{walk.address}{address}")
        walk.page.set_input_files("#photo", IMAGE)
        walk.send(ASK)


def sends(walk: Walk) -> str:
    """Checks the answers and sends; the number of the case."""
    walk.page.goto(f"{draft(walk)}check/")
    walk.look("check")
    walk.fill({"true": "yes"})
    walk.send(ASK)
    walk.look("sent")
    return walk.page.url.split("/cases/")[1].split("/")[0]


def opens(way: Way, walk: Walk, number: str) -> None:
    """An officer finds the case by its number and opens it from the list."""
    walk.page.goto(way.address(f"office/cases/?q={number}"))
    walk.look("found")
    walk.follow("[data-open]")
    walk.look("case")


def does(walk: Walk, act: str, told: dict[str, str] | None = None) -> None:
    """One act on the case that is open; what cannot be taken back is asked once more."""
    form = walk.page.locator(f"#act-{act}")
    if not form.locator("button").is_visible():
        form.locator("summary").click()
    for name, value in (told or {}).items():
        field = form.locator(f"[name='{name}']").first
        if field.get_attribute("type") in ("radio", "checkbox"):
            form.locator(f"[name='{name}'][value='{value}']").check()
        elif field.evaluate("each => each.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    walk.send(f"#act-{act} button[type=submit]")
    if walk.page.locator("p.sure button").count():
        walk.look(f"{act}-sure")
        walk.send("p.sure button")
    assert walk.page.locator("[role=status]").count(), walk.page.inner_text("main")
    walk.look(act)


def a_commission_hears(way: Way, procedure: str, number: str) -> None:
    """Convened, put on the agenda, voted on by three, counted, minuted and closed."""
    secretary = way.officer("secretary")
    _convenes(way, secretary, procedure)
    session = secretary.page.url
    secretary.follow("a[href$='/agenda/']")
    for box in secretary.page.locator("[name=case]").all():
        box.set_checked(box.get_attribute("value") == number)
    secretary.look("agenda")
    secretary.send("main form button[type=submit]")
    for box in secretary.page.locator("[name=present]").all():
        box.check()
    secretary.look("planned")
    secretary.send("form[action$='/open/'] button")
    for post in posts.MEMBERS:
        member = way.officer(post)
        member.page.goto(f"{session}1/")
        member.look("hearing")
        member.send("button[name=choice][value=for]")
        member.look("voted")
        member.page.context.close()
    _closes(secretary, session)
    secretary.page.context.close()


def _convenes(way: Way, secretary: Walk, procedure: str) -> None:
    secretary.page.goto(way.address("office/commission/new/"))
    secretary.page.select_option("#procedure", procedure)
    secretary.send("main form button")
    secretary.page.fill("#id_day", date.today().isoformat())
    secretary.page.fill("#id_place", "Қостанай, Әл-Фараби даңғылы 66")
    for box in secretary.page.locator("[name=members]").all():
        box.check()
    secretary.look("convene")
    secretary.send("main form[method=post] button[type=submit]")


def _closes(secretary: Walk, session: str) -> None:
    secretary.page.goto(f"{session}1/")
    secretary.send("form[action$='/decide/'] button")
    secretary.look("counted")
    secretary.page.goto(session)
    secretary.page.fill("#text", "Отбасы тыңдалды.")
    secretary.page.fill("#recording", "Бейнежазба № 7")
    secretary.send("form[action$='/minutes/'] button")
    secretary.follow("a[href$='/close/']")
    secretary.look("close")
    secretary.send("main form button[type=submit]")
    secretary.look("closed")


def qr_of(pdf: bytes) -> str:
    """What a camera reads from the first page."""
    page = pypdfium2.PdfDocument(pdf)[0]
    (read,) = zxingcpp.read_barcodes(page.render(scale=3).to_numpy())
    return str(read.text)


def certificate(walk: Walk, number: str) -> tuple[str, bytes]:
    """The last letter of the case by the family's own page, once the worker has set it: its address and the PDF."""
    for _each in range(150):
        letters: list[Any] = walk.page.locator("a[href*='/letters/']").all()
        if len(letters) > 1:  # the letter of the decision, and the certificate
            break
        walk.page.wait_for_timeout(200)
        walk.page.reload()
    else:
        raise AssertionError(f"The letters of {number} were not set within half a minute.")
    address = walk.address + str(letters[-1].get_attribute("href"))
    fetched = walk.page.request.get(address)
    assert fetched.status == 200 and fetched.headers["content-type"] == "application/pdf"
    return address, fetched.body()
