"""The pages of scenarios: three languages, strangers and operators, mistakes that lose nothing."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from qonys.office.foundation.jobs import lifecycle, services
from qonys.office.foundation.jobs.models import Job
from qonys.office.planning.scenarios import comparisons, tasks

pytestmark = pytest.mark.django_db
LANGUAGES = ("kk", "ru", "en")
ROOM = "planning/scenarios/"
PAGES = (
    ROOM,
    f"{ROOM}?year=2035",
    f"{ROOM}harbour/",
    f"{ROOM}harbour/?indicator=births&territory=XQ-C&year=2035&sort=name",
    f"{ROOM}hills/?indicator=old_age_dependency",
    f"{ROOM}hills/?indicator=nonsense&territory=XQ-9&year=1800",
    f"{ROOM}two/",
    f"{ROOM}two/?one=hills&other=harbour&territory=XQ-H",
    f"{ROOM}new/",
    f"{ROOM}new/?from=harbour",
    f"{ROOM}goals/",
)
GOOD = {
    "title": "Jobs on the Coast",
    "author": "the akimat of the Coast",
    "growth_points-0-territory": "XQ-C",
    "growth_points-0-jobs": "3000",
    "growth_points-0-since": "2027",
    "growth_points-0-until": "2031",
}


def text_of(response: Any) -> str:
    return str(response.content, "utf-8")


def words_of(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text_of(response)))


@pytest.fixture
def strict_templates(settings: Any) -> None:
    settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = "MISSING VARIABLE"


@pytest.mark.usefixtures("compared", "strict_templates")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_in_every_language(client: Client, language: str, page: str) -> None:
    response = client.get(f"/{language}/{page}")
    text = text_of(response)
    assert response.status_code == 200
    assert f'<html lang="{language}"' in text
    assert not re.search(r"\{\{|\{%|None<|>nan|%\(\w+\)s|MISSING", text)
    assert not re.search(r'\sstyle="|<script>', text)


@pytest.mark.usefixtures("turned")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_country_without_scenarios_says_what_to_do(client: Client, language: str) -> None:
    text = text_of(client.get(f"/{language}/{ROOM}"))
    assert f'href="/{language}/{ROOM}new/"' in text
    assert "<table" not in text


@pytest.mark.usefixtures("run")
def test_what_is_not_worked_out_yet_is_said_and_offered(client: Client, settings: Any) -> None:
    assert "Not worked out yet" in text_of(client.get(f"/en/{ROOM}"))
    assert "Work out what is missing" in text_of(client.get(f"/en/{ROOM}"))
    settings.QONYS_PUBLIC_CONTROLS = False
    assert "Work out what is missing" not in text_of(client.get(f"/en/{ROOM}"))
    assert client.get(f"/en/{ROOM}two/").status_code == 200


@pytest.mark.usefixtures("run")
@pytest.mark.parametrize("language", LANGUAGES)
def test_while_they_are_made_progress_and_time_left_are_shown(client: Client, language: str) -> None:
    job = tasks.ask_for_library()
    assert job is not None
    lifecycle.report(lifecycle.start(job), 0.4, "scenarios")
    text = text_of(client.get(f"/{language}/{ROOM}"))
    assert f'data-job="/{language}/jobs/{job.pk}/progress.json"' in text
    assert 'value="40"' in text
    stage = client.get(f"/{language}/jobs/{job.pk}/progress.json").json()["stage"]
    assert stage in text and len(stage) > 20


@pytest.mark.usefixtures("compared")
def test_the_figure_comes_first_with_interval_and_odds(client: Client) -> None:
    words = words_of(client.get(f"/en/{ROOM}harbour/"))
    assert re.search(r"Population, Coast: what the policy changes 2035 \+\S+ thousand about 8 in 10: \+", words)
    assert "Higher, almost certainly (more than 97 in 100)." in words
    assert re.search(r"Samal, 2040 no change No change in any future\.", words)
    assert "to be replaced" in words and "invented for this example" in words


@pytest.mark.usefixtures("compared")
def test_scenarios_keep_their_colour_on_every_page(client: Client) -> None:
    for name, tone in (("harbour", "t-gold"), ("hills", "t-violet")):
        assert f'swatch {tone}"' in text_of(client.get(f"/en/{ROOM}{name}/"))
    both = text_of(client.get(f"/en/{ROOM}two/?one=hills&other=harbour"))
    assert both.index("swatch t-violet") < both.index("swatch t-gold")


@pytest.mark.usefixtures("compared")
def test_everything_can_be_taken_home(client: Client) -> None:
    for name in ("differences.csv", "strengths.xlsx", "before.parquet", "scenario.yaml", "manifest.json"):
        response = client.get(f"/kk/{ROOM}harbour/{name}")
        assert response.status_code == 200
        assert len(b"".join(response.streaming_content)) > 100
    for name in ("nix.csv", "..", "secret_key"):
        assert client.get(f"/kk/{ROOM}harbour/{name}").status_code == 404
    assert client.get(f"/kk/{ROOM}nix/").status_code == 404


def test_two_with_different_futures_are_refused_in_words(client: Client, own_comparisons: Path) -> None:
    manifest = next((own_comparisons / "comparisons").glob("*hills*")) / "manifest.json"
    told = json.loads(manifest.read_text("utf-8"))
    for change, words in (({"seed": 8}, "two seeds"), ({"code_version": "0.0.1"}, "two versions of the program")):
        manifest.write_text(json.dumps(told | change), encoding="utf-8")
        text = text_of(client.get(f"/en/{ROOM}two/?one=hills&other=harbour"))
        assert "These two cannot be compared" in text and words in text.lower()
        assert "data-chart" not in text
    assert "This is not the forecast shown elsewhere" in text_of(client.get(f"/en/{ROOM}hills/"))


@pytest.mark.usefixtures("compared")
def test_a_scenario_that_is_sound_becomes_a_job(client: Client) -> None:
    response = client.post(f"/ru/{ROOM}new/", GOOD)
    job = Job.objects.get()
    assert response.headers["Location"] == f"/ru/{ROOM}jobs/{job.pk}/"
    text = job.parameters["documents"][0]["text"]
    assert "XQ-C" in text and "2031: 3000" in text
    assert (job.parameters["basis"]["seed"], job.parameters["author"]) == (7, "the akimat of the Coast")
    assert f'data-job="/ru/jobs/{job.pk}/progress.json"' in text_of(client.get(response.headers["Location"]))


@pytest.mark.usefixtures("compared")
def test_the_same_twice_is_one_job_and_two_things_are_two(client: Client) -> None:
    for jobs in ("3000", "3000", "4000"):
        client.post(f"/en/{ROOM}new/", GOOD | {"growth_points-0-jobs": jobs})
    assert Job.objects.count() == 2


MISTAKES = {
    "an unknown lever": ({"document": "kandass: []"}, "Row 1 of scenario.yaml: kandass: there is no entry", "kandass"),
    "a wrong region": (
        {"document": "housing:\n- {territory: KZ-39, places: {2027: 5}}"},
        "Row 2 of scenario.yaml: housing.0.territory: territory &#x27;KZ-39&#x27; is not in the list",
        "KZ-39",
    ),
    "broken YAML": ({"document": "kandas: ["}, "not valid YAML", "kandas: ["),
    "a bomb": ({"document": "a: &a [x]\nb: [*a, *a]"}, "references", "*a, *a"),
    "nothing at all": ({"growth_points-0-territory": "", "growth_points-0-jobs": "",
                        "growth_points-0-since": "", "growth_points-0-until": ""}, "Nothing is changed yet", ""),
    "no name": ({"title": ""}, "Give the scenario a name", "3000"),
    "nobody asks": ({"author": ""}, "Fill this in", "3000"),
    "half a row": ({"housing-1-places": "500"}, "Fill this in", "500"),
    "not a number": ({"growth_points-0-jobs": "many"}, "Write a number", "many"),
    "too many": ({"growth_points-0-jobs": "99999999999"}, "At most 10000000", "99999999999"),
    "years turned round": ({"growth_points-0-until": "2026"}, "This year comes before the first one", "2026"),
    "to itself": (
        {f"relocation-0-{name}": value for name, value in (("origin", "XQ-H"), ("destination", "XQ-H"),
                                                           ("persons", "5"), ("since", "2027"))},
        "Choose another region", "XQ-H",
    ),
    "births twice": (
        {"document": "fertility: {change_percent: {2030: 5}}", "fertility-0-percent": "3",
         "fertility-0-since": "2027", "fertility-0-until": "2030"},
        "stands there twice", "change_percent",
    ),
}  # fmt: skip


@pytest.mark.usefixtures("compared")
@pytest.mark.parametrize(("wrong", "said", "kept"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_and_nothing_is_lost(client: Client, wrong: dict[str, str], said: str, kept: str) -> None:
    response = client.post(f"/en/{ROOM}new/", GOOD | wrong)
    text = text_of(response)
    assert response.status_code == 422
    assert 'role="alert"' in text and said in text
    assert "3000" in text or kept != "3000"
    assert kept in text
    assert not Job.objects.exists()


@pytest.mark.usefixtures("compared")
def test_strangers_read_and_operators_start_work(client: Client, settings: Any) -> None:
    job = tasks.ask_for_comparison(_run(), GOOD_TEXT, "somebody")
    settings.QONYS_PUBLIC_CONTROLS = False
    for page in (ROOM, f"{ROOM}harbour/", f"{ROOM}two/", f"{ROOM}goals/", f"{ROOM}jobs/{job.pk}/"):
        text = text_of(client.get(f"/en/{page}"))
        assert 'method="post"' not in text and f"{ROOM}new/" not in text
    assert client.get(f"/en/{ROOM}new/").status_code == 403
    for page in ("new/", "goals/", "compute", f"jobs/{job.pk}/cancel"):
        assert client.post(f"/en/{ROOM}{page}", GOOD).status_code == 403
    job.refresh_from_db()
    assert job.state == "queued" and Job.objects.count() == 1


@pytest.mark.usefixtures("compared")
def test_starting_needs_the_form_of_this_site() -> None:
    assert Client(enforce_csrf_checks=True).post(f"/en/{ROOM}new/", GOOD).status_code == 403
    assert not Job.objects.exists()


@pytest.mark.usefixtures("compared")
def test_what_failed_or_was_cancelled_can_be_mended(client: Client) -> None:
    client.post(f"/en/{ROOM}new/", GOOD)
    job = Job.objects.get()
    client.post(f"/en/{ROOM}jobs/{job.pk}/cancel")
    page = text_of(client.get(f"/en/{ROOM}jobs/{job.pk}/"))
    assert "It was cancelled" in page and f'href="/en/{ROOM}new/?job={job.pk}"' in page
    again = text_of(client.get(f"/en/{ROOM}new/?job={job.pk}"))
    assert "Jobs on the Coast" in again and "the akimat of the Coast" in again


@pytest.mark.usefixtures("compared")
def test_jobs_of_other_rooms_are_not_shown_or_cancelled_here(client: Client) -> None:
    other = services.enqueue("forecast", "nowhere.work", {})
    assert client.get(f"/en/{ROOM}jobs/{other.pk}/").status_code == 404
    assert client.post(f"/en/{ROOM}jobs/{other.pk}/cancel").status_code == 404


@pytest.mark.usefixtures("compared")
def test_a_finished_job_leads_to_its_result(client: Client) -> None:
    job = lifecycle.start(tasks.ask_for_comparison(_run(), GOOD_TEXT, "somebody"))
    lifecycle.finish(job, "harbour")
    assert client.get(f"/en/{ROOM}jobs/{job.pk}/").headers["Location"] == f"/en/{ROOM}harbour/"


GOAL = {
    "territory": "XQ-C",
    "indicator": "working_age",
    "side": "at_least",
    "year": "2035",
    "way": "kandas",
    "author": "me",
}


@pytest.mark.usefixtures("compared")
def test_a_goal_becomes_a_job_and_a_bad_one_is_named(client: Client) -> None:
    wrong = client.post(f"/en/{ROOM}goals/", GOAL | {"way": "relocation", "level": "x"})
    assert wrong.status_code == 422
    assert "Choose the region the resettlers leave" in text_of(wrong) and "Write a number" in text_of(wrong)
    response = client.post(f"/en/{ROOM}goals/", GOAL | {"level": "210000"})
    job = Job.objects.get()
    assert response.headers["Location"] == f"/en/{ROOM}jobs/{job.pk}/"
    assert job.parameters["wanted"] == {
        "territory": "XQ-C", "indicator": "working_age", "year": 2035, "way": "kandas", "level": 210000.0,
        "origin": "", "at_least": True,
    }  # fmt: skip
    services.cancel(job)
    assert 'value="210000' in text_of(client.get(f"/en/{ROOM}goals/?job={job.pk}"))


def test_the_web_process_stays_light(home_with_comparisons: Path, country_with_scenarios: Path) -> None:
    """Reading a document and checking it must not load what computing it needs."""
    script = (
        "import django, json, sys; django.setup();"
        "from django.core.management import call_command; call_command('migrate', verbosity=0);"
        "from django.test import Client; c = Client(SERVER_NAME='localhost');"
        f"pages = {PAGES!r} + ('{ROOM}harbour/differences.xlsx',);"
        "assert all(c.get('/kk/' + page).status_code == 200 for page in pages);"
        f"assert c.post('/kk/{ROOM}new/', {GOOD!r}).status_code == 302;"
        f"assert c.post('/kk/{ROOM}new/', {GOOD!r} | {{'document': 'x: 1'}}).status_code == 422;"
        "heavy = ('numpy', 'numba', 'xarray', 'pandas', 'polars', 'scipy', 'pandera');"
        "print(json.dumps([name for name in heavy if name in sys.modules]))"
    )
    environment = {
        "PATH": "/usr/bin:/bin",
        "DJANGO_SETTINGS_MODULE": "qonys.office.project.settings",
        "QONYS_HOME": str(home_with_comparisons),
        "QONYS_COUNTRY": str(country_with_scenarios),
        "PYTHONPATH": ":".join(sys.path),
    }
    told = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout.splitlines()[-1]) == []


GOOD_TEXT = "title: {kk: a, ru: b, en: c}\nwages:\n- {territory: XQ-C, percent: {2027: 5}}\n"


def _run() -> Any:
    from_home = comparisons.complete("xq")[0]
    return next(run for run in tasks.runs.complete() if run.seed == from_home.seed)
