"""Programmes: what was promised, reached and forecast, and what nobody published told as unknown, never as nought."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pyarrow.parquet as pq
import pytest
from django.test import Client
from django.utils import translation

from qonys.control import control, control_table, course_table
from qonys.countries import pack
from qonys.countries.programmes import read_programmes
from qonys.office.planning.forecasts import runs
from qonys.office.planning.forecasts.runs import Run
from qonys.office.planning.programmes import selectors
from qonys.office.planning.programmes.selectors import Indicator
from qonys.office.portal.public import targets
from qonys.office.portal.public.drawing import course

pytestmark = pytest.mark.django_db
LANGUAGES = ("kk", "ru", "en")
NBSP = "\N{NO-BREAK SPACE}"


def text_of(response: Any) -> str:
    return str(response.content, "utf-8")


@pytest.fixture
def kz_programmes(home_with_turn: Path, tmp_path: Path, settings: Any) -> Run:
    """A run that holds the real programmes of Kazakhstan, with what was published of them and no forecast."""
    shutil.copytree(home_with_turn / "runs", tmp_path / "runs")
    (folder,) = (tmp_path / "runs").iterdir()
    found = read_programmes(pack.load("kz").folder)
    controlled = control(found)
    control_table(controlled).write_parquet(folder / "control.parquet")
    course_table(controlled).write_parquet(folder / "control_course.parquet")
    told = json.loads((folder / "planning.json").read_text(encoding="utf-8"))
    told["programmes"] = {key: _in_order(each.model_dump(mode="json")) for key, each in found.items()}
    (folder / "planning.json").write_text(json.dumps(told, ensure_ascii=False, sort_keys=True), encoding="utf-8")
    manifest = folder / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"run": "kz-programmes"}))
    settings.QONYS_HOME, settings.QONYS_COUNTRY = tmp_path, str(Path(__file__).parents[2] / "examples" / "samal")
    run = runs.latest()
    assert run is not None
    return run


def _in_order(told: dict[str, Any]) -> dict[str, Any]:
    for place, direction in enumerate(told["directions"].values()):
        direction["place"] = place
        for later, measure in enumerate(direction["measures"].values()):
            measure["place"] = later
    return told


def indicator(run: Run, key: str) -> Indicator:
    return next(each for each in selectors.indicators(run) if each.key == key)


# ---- the room ----------------------------------------------------------------------------------------------------


def test_every_indicator_stands_as_the_parquet_says(turned: Run) -> None:
    rows = pl.read_parquet(turned.folder / "control.parquet")
    found = selectors.indicators(turned)
    assert len(found) == len(rows) > 0
    for each in found:
        (row,) = rows.filter(programme=each.programme, indicator=each.key).iter_rows(named=True)
        standing = each.standing
        assert (standing.target, standing.target_year, standing.actual) == (
            row["target"], row["target_year"], row["actual"],
        )  # fmt: skip
        assert (standing.done, standing.expected, standing.deviation) == (
            row["done"],
            row["expected"],
            row["deviation"],
        )
        assert (standing.probability, standing.alarm, standing.as_of) == (
            row["probability"],
            row["alarm"],
            row["as_of"],
        )


def test_every_vintage_is_kept_and_the_newest_is_read(turned: Run) -> None:
    hills = indicator(turned, "hills_people")
    assert [mark.value for mark in hills.of_kind("reading")] == [295_400, 295_291]
    assert [mark.value for mark in hills.readings] == [295_291]


def test_the_forecast_of_an_indicator_is_that_of_the_run(turned: Run) -> None:
    """Of one territory and a stock: the very quantiles of the indicators' table."""
    rows = pl.read_parquet(turned.folder / "indicators.parquet").filter(territory="XQ-H", indicator="population")
    by_year = {row["year"]: row for row in rows.iter_rows(named=True)}
    ahead = indicator(turned, "hills_people").of_kind("forecast")
    assert [mark.moment for mark in ahead] == sorted(map(float, by_year))
    for mark in ahead:
        row = by_year[int(mark.moment)]
        assert mark.value == pytest.approx(row["q50"], rel=1e-6)
        assert mark.q10 == pytest.approx(row["q10"], rel=1e-6)
        assert mark.q975 == pytest.approx(row["q975"], rel=1e-6)


def test_directions_and_measures_keep_the_order_of_the_act(kz_programmes: Run) -> None:
    newest, older = selectors.programmes(kz_programmes)
    assert (newest.key, older.key) == ("migration-concept-2030", "migration-concept-2027")
    assert [each.key for each in newest.directions] == ["digital_contour", "settlement", "quality_selection"]
    assert [each.key for each in newest.directions[1].measures] == ["resettlement_quota", "outflow", "school_places"]
    assert older.share_done == 0.83 and older.directions == () and not older.indicators


def test_what_needs_a_manager_comes_first(kz_programmes: Run) -> None:
    alarms = [each.standing.alarm for each in selectors.indicators(kz_programmes)]
    assert alarms == sorted(alarms, key=selectors.ALARMS.index)
    assert alarms[0] == "behind"


def test_two_counts_of_one_subject_are_one_family_named_from_either_side(kz_programmes: Run) -> None:
    concept = selectors.programmes(kz_programmes)[0]
    together = [tuple(each.key for each in family) for family in selectors.families(concept) if len(family) > 1]
    assert together == [("outflow_ministry", "outflow_statistics")]
    assert sum(len(family) for family in selectors.families(concept)) == len(concept.indicators)


def test_owners_of_measures_and_indicators_are_all_named(kz_programmes: Run) -> None:
    assert set(selectors.owners(kz_programmes)) == {
        "labour",
        "interior",
        "education",
        "science",
        "akimats",
        "statistics",
    }


# ---- words and pictures ---------------------------------------------------------------------------------------


def test_what_was_not_published_is_unknown_and_never_nought(kz_programmes: Run) -> None:
    with translation.override("en"):
        facts = {fact.label: fact for fact in targets.facts(indicator(kz_programmes, "returned"), date(2026, 11, 23))}
        cells = targets.cells(indicator(kz_programmes, "returned"), date(2026, 11, 23))
    assert facts["Reached"].text == "5.4 on 1 December 2025"
    assert facts["Target"].unknown and facts["Baseline"].unknown and "Done" not in facts
    assert [cell.text for cell in cells[1:]] == ["unknown"] * 3
    assert not any(re.search(r"\b0\b", fact.text) for fact in facts.values())


def test_a_quota_of_a_year_is_told_with_its_straight_path(kz_programmes: Run) -> None:
    settled = indicator(kz_programmes, "settled")
    with translation.override("en"):
        facts = {fact.label: fact.text for fact in targets.facts(settled, date(2025, 10, 15))}
        later = {fact.label: fact.text for fact in targets.facts(settled, date(2026, 11, 23))}
    assert facts["Target"] == "at least 9,653 by the end of 2025"
    assert facts["Done"] == "54%"
    assert facts["The straight path asks for"] == "7,213 by that day; 2,000 behind it"
    assert "too few readings" in facts["The target will be met"]
    assert "its year is over" in later["The target will be met"]


def test_a_probability_says_what_it_rests_on(kz_programmes: Run, turned: Run) -> None:
    with translation.override("en"):
        told = targets.outlook(indicator(kz_programmes, "foreign_workers"), date(2026, 1, 1)).text
        ahead = targets.outlook(indicator(turned, "hills_people"), date(2026, 1, 1)).text
    assert told == "more than 99 in 100, if readings go on as they did"
    assert ahead.endswith("by the forecast")


def test_counts_of_one_subject_are_drawn_on_one_scale(kz_programmes: Run) -> None:
    concept = selectors.programmes(kz_programmes)[0]
    family = next(each for each in selectors.families(concept) if len(each) > 1)
    ministry, statistics = course.pictures(family, concept.ends).values()
    assert ministry.values == statistics.values and ministry.years == statistics.years
    last = statistics.readings[-1]
    assert ministry.readings[0].x == last.x and ministry.readings[0].y > last.y, "13.0 lies below 31.4 thousand"


def test_a_single_value_is_no_picture(kz_programmes: Run) -> None:
    assert course.pictures((indicator(kz_programmes, "returned"),), 2030) == {}


def test_a_years_name_stands_in_the_middle_of_the_year(turned: Run) -> None:
    hills = indicator(turned, "hills_people")
    picture = course.pictures((hills,), 2028)["hills_people"]
    assert picture.baseline is not None and picture.targets and picture.median and picture.straight
    for tick in picture.years:
        assert min(picture.edges) < tick.at < max(picture.edges)
    assert len(picture.values) >= 2
    inside = [*picture.readings, *picture.targets, picture.baseline]
    assert all(0 <= dot.x <= course.WIDTH and 0 <= dot.y <= course.HEIGHT for dot in inside)


# ---- the pages ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("query", ["", "?alarm=behind", "?owner=labour", "?owner=science&alarm=unknown", "?alarm=nix"])
def test_the_real_programmes_open_in_every_language(
    client: Client, kz_programmes: Run, settings: Any, language: str, query: str
) -> None:
    settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = "MISSING VARIABLE"
    response = client.get(f"/{language}/planning/programmes/{query}")
    text = text_of(response)
    assert response.status_code == 200
    assert "MISSING" not in text
    assert not re.search(r"\{\{|\{%|None<|>nan<|%\(\w+\)s", text)
    assert 'style="' not in text


def test_a_filter_leaves_only_what_was_asked_for(client: Client, kz_programmes: Run) -> None:
    def shown(query: str) -> set[str]:
        text = text_of(client.get(f"/en/planning/programmes/{query}"))
        return set(re.findall(r'<article class="indicator" id="migration-concept-2030-(\w+)"', text))

    assert len(shown("")) == 8
    assert shown("?alarm=behind") == {"settled"}
    assert shown("?owner=akimats") == {"jobs_of_settled"}
    assert shown("?owner=statistics") == {"outflow_ministry", "outflow_statistics"}, "never torn from the other count"
    assert shown("?owner=science") == set()


def test_both_truths_stand_side_by_side_with_their_definitions(client: Client, kz_programmes: Run) -> None:
    text = text_of(client.get("/en/planning/programmes/?owner=statistics"))
    family = text.split('class="family"')[1]
    for said in ("13,000", "31,395", "as the ministry counts", "Registered departures", "none of them is an error"):
        assert said in family, said


def test_a_country_without_programmes_is_told_so(client: Client, kz_programmes: Run) -> None:
    control_table(()).write_parquet(kz_programmes.folder / "control.parquet")
    course_table(()).write_parquet(kz_programmes.folder / "control_course.parquet")
    told = json.loads((kz_programmes.folder / "planning.json").read_text(encoding="utf-8"))
    (kz_programmes.folder / "planning.json").write_text(json.dumps(told | {"programmes": {}}), encoding="utf-8")
    response = client.get("/en/planning/programmes/")
    assert response.status_code == 200
    assert "no programmes yet" in text_of(response)


@pytest.mark.usefixtures("run")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_forecast_alone_is_a_calm_page_that_says_what_to_do(client: Client, language: str) -> None:
    response = client.get(f"/{language}/planning/programmes/")
    assert response.status_code == 200
    assert "qonys cycle kz" in text_of(response)
    assert client.get(f"/{language}/planning/programmes/indicators.csv").status_code == 404


@pytest.mark.parametrize("name", ["indicators", "course"])
def test_downloads_come_the_same_in_three_forms(client: Client, turned: Run, name: str) -> None:
    def body(form: str) -> bytes:
        response = client.get(f"/en/planning/programmes/{name}.{form}")
        assert response.status_code == 200
        return b"".join(response.streaming_content)  # type: ignore[attr-defined]

    from_csv = list(csv.DictReader(io.StringIO(body("csv").decode())))
    sheet = list(openpyxl.load_workbook(io.BytesIO(body("xlsx")), read_only=True)["data"].iter_rows(values_only=True))
    parquet = pq.read_table(io.BytesIO(body("parquet")))
    assert len(from_csv) == len(sheet) - 1 == parquet.num_rows > 0
    assert client.get("/en/planning/programmes/nix.csv").status_code == 404
