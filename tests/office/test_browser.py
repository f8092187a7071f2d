"""In a real browser: every page, three languages, desk and phone."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from qonys.office.foundation.jobs import lifecycle, services
from qonys.office.portal.public.vendor import TESTS
from tests.office import synthetic_run
from tests.office.screens import each_screen

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
PAGES = ("", "territories/KZ/", "territories/KZ-59/", "regions/", "checked/", "data/", "methods/", "about/", "nowhere/")
FAMILY = "who=citizen&origin=KZ-61&destination=KZ-59&on=2026-03-02&adults=2&pupils=2&small=1&home=buy"
REFUSED = "who=kandas&origin=abroad&destination=KZ-47&on=2026-03-02&adults=1&pupils=0&small=0"
SUPPORT = ("support/", f"support/?{FAMILY}", f"support/?{REFUSED}", "support/?who=")
PLANNING = (
    "planning/",
    "planning/brief/",
    "planning/flows/",
    "planning/flows/?region=XQ-C&show=net",
    "planning/scores/",
    "planning/balance/",
    "planning/balance/?service=school_places&measure=gap",
    "planning/balance/XQ-H/",
    "planning/quotas/",
    "planning/quotas/?plan=study",
    "planning/programmes/",
    "planning/scenarios/",
)
SCENARIOS = (
    "planning/scenarios/",
    "planning/scenarios/harbour/?territory=XQ-C",
    "planning/scenarios/two/",
    "planning/scenarios/new/?from=harbour",
    "planning/scenarios/goals/",
)
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
AXE = next(TESTS.glob("axe-core-*/axe.min.js"))

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="needs Chromium: apt-get install chromium"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


class Visit:
    """A tab that remembers every complaint of the browser."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address, self.complaints = page, address, []  # type: ignore[var-annotated]
        page.on("console", lambda told: self._hear(told.type, told.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self._own(request.url))

    def _hear(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and "404 (Not Found)" not in text:  # the page we ask for on purpose
            self.complaints.append(text)

    def _own(self, url: str) -> None:
        if not url.startswith((self.address, "data:")):
            self.complaints.append(f"asks elsewhere: {url}")

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)
        height = self.page.evaluate("document.documentElement.scrollHeight")
        for y in range(0, height, 700):
            self.page.evaluate(f"scrollTo(0, {y})")
            self.page.wait_for_timeout(20)
        self.until("!document.querySelector('.skeleton')")

    def until(self, condition: str) -> None:
        """Wait until an expression holds; Playwright's own waiting evaluates text in the page, which is forbidden."""
        for _ in range(200):
            if self.page.evaluate(condition):
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"still not true after ten seconds: {condition}")

    def violations(self) -> list[str]:
        # A drawing is one image to a reader of its label; its thousand strokes would only slow the check down.
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate(f"axe.run({{exclude: ['.drawing svg']}}, {{runOnly: {RULES}}})")
        return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found["violations"]]


def visit(browser: Browser, address: str, width: int = 1280, **more: Any) -> Visit:
    context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce", **more)
    return Visit(context.new_page(), address)


@pytest.mark.usefixtures("run")
@each_screen
def test_every_page_is_whole_quiet_and_accessible(
    browser: Browser, live_server: Any, language: str, width: int
) -> None:
    look_at(visit(browser, live_server.url, width), language, (*PAGES, *SUPPORT))


@pytest.mark.usefixtures("turned")
@each_screen
def test_every_page_of_planning_is_whole_quiet_and_accessible(
    browser: Browser, live_server: Any, language: str, width: int
) -> None:
    look_at(visit(browser, live_server.url, width), language, PLANNING)


@pytest.mark.usefixtures("compared")
@each_screen
def test_every_page_of_scenarios_is_whole_quiet_and_accessible(
    browser: Browser, live_server: Any, language: str, width: int
) -> None:
    look_at(visit(browser, live_server.url, width), language, SCENARIOS)


@pytest.mark.usefixtures("compared")
def test_scenarios_are_readable_in_the_dark(browser: Browser, live_server: Any) -> None:
    tab = visit(browser, live_server.url, color_scheme="dark")
    for path in SCENARIOS:
        tab.open(f"/kk/{path}")
        assert (path, tab.violations()) == (path, [])


@pytest.mark.usefixtures("compared")
def test_a_mistake_in_a_scenario_is_read_out_and_nothing_is_lost(browser: Browser, live_server: Any) -> None:
    tab = visit(browser, live_server.url, 390)
    tab.page.goto(f"{live_server.url}/ru/planning/scenarios/new/")
    tab.page.fill("#id_document", "kandass:\n- {persons: {2027: 5}}")
    tab.page.get_by_role("button", name="Рассчитать").click()
    tab.page.get_by_role("alert").wait_for()
    assert "Row 1 of scenario.yaml: kandass" in tab.page.get_by_role("alert").inner_text()
    assert tab.page.input_value("#id_document") == "kandass:\n- {persons: {2027: 5}}"
    tab.page.get_by_role("alert").get_by_role("link", name="Документ (YAML)").click()
    assert tab.page.evaluate("document.activeElement.id") == "id_document"
    assert tab.violations() == []


def look_at(tab: Visit, language: str, paths: Sequence[str]) -> None:
    for path in paths:
        tab.open(f"/{language}/{path}")
        overflow = tab.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert (path, overflow) == (path, 0)
        assert (path, tab.violations()) == (path, [])
        assert (path, tab.complaints) == (path, [])
    tab.page.context.close()


@pytest.mark.usefixtures("turned")
def test_dark_pages_of_planning_are_readable_too(browser: Browser, live_server: Any) -> None:
    tab = visit(browser, live_server.url, color_scheme="dark")
    for path in PLANNING:
        tab.open(f"/kk/{path}")
        assert (path, tab.violations()) == (path, [])


@pytest.mark.usefixtures("turned")
def test_the_balance_answers_a_switch_and_the_language_keeps_the_question(browser: Browser, live_server: Any) -> None:
    tab = visit(browser, live_server.url, 390)
    tab.open("/en/planning/balance/")
    tab.page.select_option("select[name=service]", "housing")
    tab.page.wait_for_url("**service=housing**")
    assert tab.page.locator("h1").inner_text().startswith("Housing")
    tab.page.locator(".languages").get_by_text("Рус", exact=True).click()
    tab.page.wait_for_url("**/ru/planning/balance/?**service=housing**")
    assert "Жильё" in tab.page.locator("h1").inner_text()
    assert tab.complaints == []


@pytest.mark.usefixtures("turned")
def test_a_counter_of_programmes_filters_and_frees_again(browser: Browser, live_server: Any) -> None:
    tab = visit(browser, live_server.url)
    tab.open("/en/planning/programmes/")
    assert tab.page.locator("article.indicator").count() == 1
    tab.page.locator(".counts .alarm.unknown").click()
    tab.page.wait_for_url("**alarm=unknown**")
    assert tab.page.locator("article.indicator").count() == 0
    assert tab.page.get_by_text("No indicator stands so.").is_visible()
    tab.page.locator(".counts .alarm.unknown").click()
    tab.until("!location.search.includes('alarm')")
    assert tab.page.locator("article.indicator").count() == 1


@pytest.mark.usefixtures("run")
def test_dark_pages_are_readable_too(browser: Browser, live_server: Any) -> None:
    tab = visit(browser, live_server.url, color_scheme="dark")
    for path in ("", "territories/KZ/", "regions/", "checked/", "data/", *SUPPORT):
        tab.open(f"/kk/{path}")
        assert (path, tab.violations()) == (path, [])


@pytest.mark.usefixtures("run")
def test_the_pyramid_moves_with_the_year_by_keyboard_and_by_itself(browser: Browser, live_server: Any) -> None:
    tab = visit(browser, live_server.url)
    tab.open("/kk/territories/KZ/")
    page = tab.page
    drawing = page.locator("#pyramid .drawing")
    before = drawing.inner_html()
    page.locator("#pyramid-year").focus()
    page.keyboard.press("End")
    assert page.locator("#pyramid output").inner_text() == "2100"
    assert drawing.inner_html() != before
    page.keyboard.press("Home")
    assert page.locator("#pyramid output").inner_text() == "2026"
    page.get_by_role("button", name="Ойнату").click()
    tab.until("Number(document.querySelector('#pyramid output').textContent) >= 2028")
    page.get_by_role("button", name="Кідірту").click()
    assert tab.complaints == []


@pytest.mark.usefixtures("run")
def test_a_chart_tells_its_numbers_in_the_readers_format(browser: Browser, live_server: Any) -> None:
    tab = visit(browser, live_server.url)
    tab.open("/ru/territories/KZ/")
    tab.page.locator("#population .drawing").hover(position={"x": 560, "y": 180})
    tip = tab.page.locator("#population .tip")
    tip.wait_for()
    assert "млн" in tip.inner_text()
    assert "Медиана" in tip.inner_text()
    assert tab.complaints == []


@pytest.mark.usefixtures("run")
def test_the_map_answers_at_once_and_the_language_switch_keeps_what_it_shows(
    browser: Browser, live_server: Any
) -> None:
    tab = visit(browser, live_server.url)
    tab.open("/ru/")
    page = tab.page
    before = page.locator(".tiles").inner_text()
    page.select_option("select[name=measure]", "old")
    tab.until("location.search.includes('measure=old')")
    assert page.locator(".tiles").inner_text() != before
    page.locator(".languages").get_by_text("Eng", exact=True).click()
    page.wait_for_url("**/en/?measure=old*")
    assert page.locator("select[name=measure]").input_value() == "old"


@pytest.mark.usefixtures("turned")
def test_flows_answer_a_switch_at_once_and_draw_their_charts_again(browser: Browser, live_server: Any) -> None:
    tab = visit(browser, live_server.url)
    tab.open("/en/planning/flows/")
    page = tab.page
    page.evaluate("document.getElementById('matrix-table').open = true")
    page.select_option("select[name=region]", "XQ-C")
    tab.until("location.search.includes('region=XQ-C') && document.querySelector('select[name=direction]')")
    assert page.evaluate("document.getElementById('matrix-table').open")
    tab.page.locator("#chain .drawing").first.scroll_into_view_if_needed()
    tab.until("document.querySelectorAll('#chain .drawing svg').length === 2")
    page.select_option("select[name=show]", "net")  # stands beside the map, outside its form
    tab.until("location.search.includes('show=net')")
    page.fill("#region-search", "xyz")
    assert page.locator("#matrix .empty[role=status]").is_visible()
    assert tab.complaints == []


@pytest.mark.usefixtures("turned")
def test_a_flow_in_the_list_shows_itself_on_the_map_by_keyboard(browser: Browser, live_server: Any) -> None:
    tab = visit(browser, live_server.url, 390)
    tab.open("/kk/planning/flows/")
    tab.page.locator("#map .flow-list a").nth(1).focus()
    assert tab.page.locator(".arc.on").get_attribute("data-arc") == "2"
    names, arrows = (tab.page.locator(f"#map {part}").count() for part in (".flow-list li", "path.arc"))
    assert names == arrows


@pytest.mark.usefixtures("run")
def test_a_region_is_found_by_any_of_its_names(browser: Browser, live_server: Any) -> None:
    tab = visit(browser, live_server.url, 390)
    tab.open("/kk/")
    tab.page.fill("#region-search", "актюб")
    shown = tab.page.locator(".multiples li:visible")
    assert shown.count() == 1
    assert "Ақтөбе" in shown.inner_text()
    tab.page.fill("#region-search", "xyz")
    assert tab.page.locator(".empty[role=status]").is_visible()


@pytest.mark.usefixtures("run")
def test_the_first_stop_of_the_keyboard_skips_to_the_content(browser: Browser, live_server: Any) -> None:
    tab = visit(browser, live_server.url)
    tab.open("/en/regions/")
    tab.page.keyboard.press("Tab")
    assert tab.page.evaluate("document.activeElement.className") == "skip"
    tab.page.keyboard.press("Enter")
    assert tab.page.evaluate("document.activeElement.id") == "main"


def test_the_progress_page_turns_into_the_result(browser: Browser, live_server: Any, empty_home: Path) -> None:
    job = lifecycle.start(services.enqueue("forecast", "nowhere.work", {}))
    lifecycle.report(job, 0.25, "projection")
    tab = visit(browser, live_server.url, 390)
    tab.page.goto(f"{live_server.url}/kk/")
    assert tab.page.locator("progress").get_attribute("value") == "25"
    assert tab.violations() == []
    lifecycle.report(job, 0.75, "writing")
    tab.until("document.querySelector('progress').value === 75")
    assert tab.page.locator("[data-job-stage]").inner_text() == "Нәтижелерді жазу"
    synthetic_run.write_run(empty_home)
    lifecycle.finish(job, "kz")
    tab.page.wait_for_selector(".hero .figures")
    assert "Қазақстан" in tab.page.inner_text("h1")
    assert tab.complaints == []


def test_the_forecast_can_be_cancelled_after_a_second_thought(
    browser: Browser, live_server: Any, empty_home: Path
) -> None:
    services.enqueue("forecast", "nowhere.work", {})
    tab = visit(browser, live_server.url)
    tab.page.goto(f"{live_server.url}/en/")
    assert not tab.page.get_by_role("button", name="Yes, cancel it").is_visible()
    tab.page.get_by_text("Cancel the forecast").click()
    tab.page.get_by_role("button", name="Yes, cancel it").click()
    tab.page.get_by_role("heading", name="It was cancelled").wait_for()
    assert tab.page.get_by_role("button", name="Make the forecast").is_visible()
