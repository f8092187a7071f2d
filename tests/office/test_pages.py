"""Every page, in three languages."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from qonys.office.foundation.jobs import lifecycle, services
from qonys.office.planning.forecasts.runs import Run
from tests.office.processes import ROOT

pytestmark = pytest.mark.django_db
LANGUAGES = ("kk", "ru", "en")
PAGES = (
    "",
    "territories/KZ/",
    "territories/KZ-10/",
    "territories/KZ-71/",
    "regions/",
    "regions/?sort=change&order=down&year=2075",
    "?measure=old&year=2030",
    "checked/",
    "support/",
    "support/?who=citizen&origin=KZ-61&destination=KZ-59&on=2026-03-02&adults=2&pupils=2&small=1",
    "data/",
    "methods/",
    "about/",
)


def text_of(response: Any) -> str:
    return str(response.content, "utf-8")


@pytest.fixture
def strict_templates(settings: Any) -> None:
    """A variable that does not exist shows up in the page instead of vanishing."""
    settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = "MISSING VARIABLE"


@pytest.mark.usefixtures("run")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_in_every_language(client: Client, language: str, page: str) -> None:
    response = client.get(f"/{language}/{page}")
    text = text_of(response)
    assert response.status_code == 200
    assert f'<html lang="{language}"' in text
    assert "MISSING" not in text
    assert not re.search(r"\{\{|\{%|None<|>nan<|%\(\w+\)s", text)


@pytest.mark.usefixtures("run")
@pytest.mark.parametrize("page", PAGES)
def test_the_language_switch_keeps_the_page(client: Client, page: str) -> None:
    text = text_of(client.get(f"/kk/{page}"))
    for language in LANGUAGES:
        assert f'href="/{language}/{page}"'.replace("&", "&amp;") in text


@pytest.mark.parametrize(("wanted", "language"), [("ru-RU,ru;q=0.9", "ru"), ("en-GB", "en"), ("fr", "kk"), ("", "kk")])
def test_the_front_door_leads_to_the_readers_language(client: Client, wanted: str, language: str) -> None:
    response = client.get("/", headers={"accept-language": wanted})
    assert response.headers["Location"] == f"/{language}/"


class Inline(HTMLParser):
    """Finds what the content policy would block: scripts and styles in the page itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in names):
            self.found.append(tag)
        self.found += [name for name in names if name == "style" or name.startswith("on")]
        for name in ("src", "href"):
            if tag == "a" and names.get("rel") == "external noreferrer":
                continue  # a link to an act or an office: followed by the reader, loaded by nobody
            if (names.get(name) or "").startswith(("http:", "https:", "//", "javascript:")):
                self.found.append(str(names[name]))


@pytest.mark.usefixtures("run")
@pytest.mark.parametrize("page", PAGES)
def test_nothing_inline_and_nothing_from_elsewhere(client: Client, page: str) -> None:
    response = client.get(f"/en/{page}")
    parser = Inline()
    parser.feed(text_of(response))
    assert parser.found == []
    policy = response.headers["Content-Security-Policy"]
    for rule in (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
    ):
        assert rule in policy
    assert "unsafe" not in policy


@pytest.mark.usefixtures("run")
def test_other_security_headers_are_there(client: Client) -> None:
    headers = client.get("/kk/").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.usefixtures("run")
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_does_not_exist_is_said_in_the_readers_language(client: Client, language: str) -> None:
    titles = {"kk": "Мұндай бет жоқ", "ru": "Такой страницы нет", "en": "This page does not exist"}
    for path in ("territories/KZ-99/", "nix", "data/nix/", "regions/1800.csv", "territories/KZ/nix.csv"):
        response = client.get(f"/{language}/{path}")
        assert response.status_code == 404
        assert titles[language] in text_of(response)


@pytest.mark.usefixtures("run")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_defect_shows_a_page_not_a_trace(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qonys.office.portal.public.views.start._map", lambda *_: 1 / 0)
    response = Client(raise_request_exception=False).get(f"/{language}/")
    titles = {
        "kk": "Біздің жақта қате болды",
        "ru": "У нас что-то пошло не так",
        "en": "Something went wrong on our side",
    }
    assert response.status_code == 500
    assert titles[language] in text_of(response)
    assert "ZeroDivisionError" not in text_of(response)


def test_a_damaged_run_is_a_letter_with_a_remedy(client: Client, own_run: Path) -> None:
    (own_run / "population.parquet").write_bytes(b"half")
    response = client.get("/en/territories/KZ/pyramid.json")
    assert response.status_code == 503
    assert "Make the forecast again" in text_of(response)


@pytest.mark.usefixtures("run")
def test_health_tells_which_run_is_shown(client: Client, run: Run) -> None:
    assert client.get("/health").json() == {"status": "ok", "run": run.id}


@pytest.mark.usefixtures("empty_home")
@pytest.mark.parametrize("language", LANGUAGES)
def test_before_the_first_forecast_its_progress_is_shown(client: Client, language: str) -> None:
    assert client.get(f"/{language}/").status_code == 200
    job = lifecycle.start(services.enqueue("forecast", "nowhere.work", {}))
    lifecycle.report(job, 0.42, "projection")
    text = text_of(client.get(f"/{language}/territories/KZ/"))
    assert f'data-job="/{language}/jobs/{job.pk}/progress.json"' in text
    assert 'value="42"' in text
    lifecycle.fail(job, "figures.csv row 3: negative count. Mend it.")
    assert "figures.csv row 3: negative count. Mend it." in text_of(client.get(f"/{language}/"))


@pytest.mark.usefixtures("run")
def test_every_chart_has_a_sentence_a_table_and_downloads(client: Client) -> None:
    text = text_of(client.get("/en/territories/KZ/"))
    charts = re.findall(r'<section class="chart" id="(\w+)".*?</section>', text, re.DOTALL)
    assert charts == ["population", "pyramid", "components", "dependency", "age_groups", "vital", "made"]
    for section in re.findall(r'<section class="chart" id="(?!made)\w+".*?</section>', text, re.DOTALL):
        assert re.search(r'<p class="says">[^<]{20,}', section)
        assert "<caption>" in section
        assert 'role="img" aria-label="' in section
        for form in ("csv", "xlsx", "parquet"):
            assert re.search(rf'href="/en/territories/KZ/\w+\.{form}"', section)


@pytest.mark.usefixtures("run")
def test_the_pyramid_covers_every_year_sex_and_age(client: Client) -> None:
    told = client.get("/kk/territories/KZ/pyramid.json").json()
    assert told["years"] == list(range(2026, 2101))
    for sex in ("male", "female"):
        assert len(told[sex]) == 75
        assert {len(quantile) for year in told[sex] for quantile in year} == {101}


@pytest.mark.usefixtures("run")
def test_the_table_of_regions_sorts_both_ways(client: Client) -> None:
    def order(query: str) -> list[str]:
        return re.findall(
            r'<th scope="row"><a href="/en/territories/(KZ-\d+)/"', text_of(client.get(f"/en/regions/?{query}"))
        )

    down, up = order("sort=then&order=down"), order("sort=then&order=up")
    assert down == up[::-1]
    assert down[0] == "KZ-75"
    assert len(order("sort=nonsense")) == 20


@pytest.mark.usefixtures("run")
def test_a_missing_series_is_said_not_hidden(client: Client) -> None:
    text = text_of(client.get("/en/territories/KZ-71/"))
    assert "Life expectancy was not computed for this territory" in text


def test_the_web_process_never_loads_the_numerical_libraries(home_with_run: Path, tmp_path: Path) -> None:
    """Each costs hundreds of megabytes; the pages need none of them."""
    script = (
        "import django, json, sys; django.setup();"
        "from django.test import Client;"
        "c = Client(SERVER_NAME='localhost');"
        "pages = ('', 'territories/KZ/', 'checked/', 'regions/2050.xlsx', 'territories/KZ/flows.csv');"
        "pages += ('planning/brief/',);"
        "assert all(c.get('/kk/' + page).status_code == 200 for page in pages);"
        "heavy = ('numpy', 'numba', 'xarray', 'pandas', 'polars', 'scipy', 'pandera', 'typst');"
        "print(json.dumps([name for name in heavy if name in sys.modules]))"
    )
    environment = {
        "PATH": "/usr/bin:/bin",
        "DJANGO_SETTINGS_MODULE": "qonys.office.project.settings",
        "QONYS_HOME": str(home_with_run),
        "PYTHONPATH": str(ROOT / "src"),
    }
    told = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    assert json.loads(told.stdout.splitlines()[-1]) == []
