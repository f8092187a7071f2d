"""The page of quotas: every line with reasons that add up, in three languages, from a run that was really computed."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest
from django.test import Client

from qonys.office.planning.forecasts.runs import Run
from qonys.office.planning.quotas import datasets, selectors
from qonys.office.portal.public.drawing.pairs import nice, pairs
from qonys.office.portal.public.drawing.steps import WIDTH, steps
from qonys.office.portal.public.quotas import lines, official, room
from qonys.office.portal.public.quotas.subject import Subject
from tests.office.conftest import SAMAL
from tests.office.test_pages import LANGUAGES, Inline, text_of

pytestmark = pytest.mark.django_db
PLANS = ("settlement", "foreign_labour", "study")


@pytest.fixture
def strict_templates(settings: Any) -> None:
    """A variable that does not exist shows up in the page instead of vanishing."""
    settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = "MISSING VARIABLE"


def table_of(text: str) -> str:
    found = re.search(r'<section class="chart" id="lines".*?</table>', text, re.DOTALL)
    assert found
    return found.group()


def number(text: str) -> int:
    """A whole number as English pages write it."""
    return int(unescape(text).replace(",", "").replace("\N{MINUS SIGN}", "-").replace("+", ""))


@pytest.mark.usefixtures("turned", "strict_templates")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("year", [2025, 2026])
def test_every_plan_and_year_opens_in_every_language(client: Client, language: str, plan: str, year: int) -> None:
    response = client.get(f"/{language}/planning/quotas/?plan={plan}&year={year}")
    text = text_of(response)
    assert response.status_code == 200
    assert f'<html lang="{language}"' in text
    assert not re.search(r"\{\{|\{%|MISSING|None<|>nan<|%\(\w+\)s", text)
    parser = Inline()
    parser.feed(text)
    assert parser.found == []


@pytest.mark.usefixtures("run")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_run_that_holds_a_forecast_alone_says_how_quotas_are_made(client: Client, language: str) -> None:
    response = client.get(f"/{language}/planning/quotas/")
    assert response.status_code == 200
    assert "qonys cycle kz" in text_of(response)
    assert client.get(f"/{language}/planning/quotas/2026/settlement/lines.csv").status_code == 404


@pytest.mark.parametrize("plan", PLANS)
def test_every_line_of_the_run_is_on_the_page_with_reasons_that_add_up(client: Client, turned: Run, plan: str) -> None:
    table = table_of(text_of(client.get(f"/en/planning/quotas/?plan={plan}&year=2025")))
    for line in selectors.lines(turned, 2025, plan):
        found = re.search(rf'<tr role="row" id="{line.territory}-{line.stream}">.*?</tr>', table, re.DOTALL)
        assert found, line
        row = found.group()
        amounts = [number(text) for text in re.findall(r"<li><b>([^<]+)</b>", row)]
        (total,) = re.findall(r'<li class="sum"><b>([^<]+)</b>', row)
        assert sum(amounts) == number(total) == line.proposed
        assert amounts == [reason.amount for reason in line.reasons]
        cells = re.findall(r'<td role="cell" class="n">([^<]*)</td>', row)
        assert number(cells[0]) == line.proposed
        if line.official is not None:
            assert [number(cell) for cell in cells[1:]] == [line.official, line.proposed - line.official]


@pytest.mark.parametrize("plan", PLANS)
def test_regions_and_streams_sum_to_the_nation(turned: Run, plan: str) -> None:
    subject = Subject.of(turned, 2025, plan)
    rows, totals = lines.rows(subject, "name", descending=False), lines.totals(subject)
    assert len(rows) == 3, "every region has a row, also those to which nobody is invited"
    *streams, (_, together) = totals
    assert together.proposed == sum(row.numbers.proposed for row in rows) == sum(part.proposed for _, part in streams)
    for row in rows:
        assert row.numbers.proposed == sum(line.numbers.proposed for line in row.lines)


def test_a_line_of_nobody_says_at_a_glance_what_is_missing(client: Client, turned: Run) -> None:
    """The towns and the lakes of Samal have no school places to spare; officials settle people there all the same."""
    table = table_of(text_of(client.get("/en/planning/quotas/?plan=settlement&year=2025")))
    nobody = [line for line in selectors.lines(turned, 2025, "settlement") if line.official and not line.proposed]
    assert nobody
    for line in nobody:
        row = re.search(rf'<tr role="row" id="{line.territory}-{line.stream}">.*?</tr>', table, re.DOTALL)
        assert row and "Nobody. Nothing spare: school places" in row.group()


@pytest.mark.usefixtures("turned")
def test_the_table_sorts_both_ways_and_keeps_plan_and_year(client: Client) -> None:
    def order(query: str) -> list[str]:
        text = table_of(text_of(client.get(f"/en/planning/quotas/?plan=settlement&year=2025&{query}")))
        return re.findall(r'<tbody role="rowgroup" id="(XQ-\w)"', text)

    assert order("sort=official&order=down") == order("sort=official&order=up")[::-1]
    assert order("sort=proposed&order=down")[0] == order("sort=proposed&order=up")[-1] == "XQ-H"
    assert order("sort=difference&order=up")[0] == "XQ-C"
    assert order("sort=name&order=up") == order("sort=nonsense") == order("sort=name&order=down")[::-1]
    text = text_of(client.get("/en/planning/quotas/?plan=study&year=2026&sort=proposed"))
    assert "?year=2026&amp;plan=study&amp;sort=proposed&amp;order=down#lines" in text


@pytest.mark.usefixtures("turned")
@pytest.mark.parametrize("query", ["", "plan=nothing", "year=1900", "year=x&plan=%00"])
def test_a_switch_nobody_set_shows_the_first_plan_and_year(client: Client, query: str) -> None:
    text = text_of(client.get(f"/en/planning/quotas/?{query}"))
    assert "Quotas 2025: Settlement" in text or "Quotas 2025: Kandas and resettlers" in text


def test_figures_at_the_top_are_those_of_the_lines(turned: Run) -> None:
    subject = Subject.of(turned, 2025, "settlement")
    assert subject.proposed == sum(line.proposed for line in subject.lines)
    official_ = {line.territory: line.official for line in subject.lines if line.official}
    assert official_ == {"XQ-C": 400, "XQ-L": 200}
    more = sum(max(line.proposed - (line.official or 0), 0) for line in subject.lines)
    assert subject.moved == more
    kept = sum(min(line.proposed, line.official or 0) for line in subject.lines)
    assert subject.confirmed == kept / 600
    assert Subject.of(turned, 2025, "study").confirmed is None, "nothing official to confirm"


def test_what_one_more_would_change_is_said_only_where_it_changes_something(turned: Run) -> None:
    for plan in ("settlement", "foreign_labour"):
        subject = Subject.of(turned, 2025, plan)
        told = room.prices(subject)
        assert told and told.sentence
        worth = [each for found in subject.rooms.values() for each in found if each.more > 0]
        assert len(told.table.rows) == len(worth)
        assert all(each.price > 0 and each.spare - each.used < 1 for each in worth)
        for code in subject.rooms:
            if len(subject.missing(code)) > 1:
                assert all(each.more == 0 for each in subject.rooms[code]), "one of several missing things helps nobody"
    assert room.prices(Subject.of(turned, 2025, "study")) is None


def test_a_limit_that_is_not_used_up_says_why(turned: Run) -> None:
    subject = Subject.of(turned, 2025, "foreign_labour")
    (bound,) = [row for row in room.limits(subject) if row.name == "Guest permits"] or [None]
    told = {limit.key: limit for limit in subject.limits}
    assert told["guest_permits"].unplaced == told["guest_permits"].persons - told["guest_permits"].used > 0
    assert bound is None or bound.why == "The totals of the streams are used up first."


def test_every_official_version_is_shown_with_its_source(client: Client, turned: Run) -> None:
    subject = Subject.of(turned, 2025, "settlement")
    (matrix,) = official.matrices(subject)
    assert [year for year, _ in matrix.versions] == ["2024", "2025"]
    assert matrix.totals == ("450", "600") and matrix.unknown == ()
    text = text_of(client.get("/en/planning/quotas/?plan=foreign_labour&year=2025"))
    section = re.search(r'<section class="chart" id="official".*?</section>', text, re.DOTALL)
    assert section and "Guest workers" in section.group() and "900" in section.group()
    assert "invented for this example" in section.group()


@pytest.mark.usefixtures("turned")
@pytest.mark.parametrize("name", sorted(datasets.TABLES))
def test_each_table_comes_the_same_in_three_forms(client: Client, name: str) -> None:
    def body(form: str) -> bytes:
        response: Any = client.get(f"/en/planning/quotas/2025/settlement/{name}.{form}")
        assert response.status_code == 200
        return b"".join(response.streaming_content)

    from_csv = list(csv.DictReader(io.StringIO(body("csv").decode("utf-8"))))
    sheet = list(openpyxl.load_workbook(io.BytesIO(body("xlsx")), read_only=True)["data"].iter_rows(values_only=True))
    table = pq.read_table(io.BytesIO(body("parquet")))
    assert len(from_csv) == len(sheet) - 1 == table.num_rows > 0
    assert list(from_csv[0]) == list(sheet[0]) == table.column_names


@pytest.mark.usefixtures("turned")
def test_the_reasons_in_the_download_add_up_too(client: Client) -> None:
    response: Any = client.get("/kk/planning/quotas/2025/settlement/lines.csv")
    for row in csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8"))):
        for language in LANGUAGES:
            amounts = re.findall(r" ([+-]\d+)(?:; |$)", row[f"reasons_{language}"])
            assert sum(map(int, amounts)) == int(row["proposed"])


@pytest.mark.usefixtures("turned")
@pytest.mark.parametrize(
    "path",
    ["2025/nothing/lines.csv", "2025/settlement/nothing.csv", "1900/settlement/lines.csv", "2025/study/lines.doc"],
)
def test_what_does_not_exist_is_not_found(client: Client, path: str) -> None:
    assert client.get(f"/en/planning/quotas/{path}").status_code == 404


def test_a_page_of_quotas_loads_no_numerical_library(home_with_turn: Path) -> None:
    script = (
        "import django, json, sys; django.setup();"
        "from django.test import Client;"
        "c = Client(SERVER_NAME='localhost');"
        "pages = ('planning/quotas/', 'planning/quotas/?plan=study', 'planning/quotas/2025/settlement/room.xlsx');"
        "assert all(c.get('/kk/' + page).status_code == 200 for page in pages);"
        "heavy = ('numpy', 'numba', 'xarray', 'pandas', 'polars', 'scipy', 'highspy');"
        "print(json.dumps([name for name in heavy if name in sys.modules]))"
    )
    environment = {
        "PATH": "/usr/bin:/bin",
        "DJANGO_SETTINGS_MODULE": "qonys.office.project.settings",
        "QONYS_HOME": str(home_with_turn),
        "QONYS_COUNTRY": str(SAMAL),
        "PYTHONPATH": str(Path(selectors.__file__).parents[4]),
    }
    told = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    assert json.loads(told.stdout.splitlines()[-1]) == []


def test_steps_end_where_the_reasons_sum_to() -> None:
    drawn = steps([175, 113, -20])
    assert drawn and [bar.kind for bar in drawn.bars] == ["start", "up", "down"]
    assert drawn.end == pytest.approx(268 / 288 * (WIDTH - 2), abs=0.1)
    down = steps([13, -13])
    assert down and down.end == 0 and down.bars[0].width == down.bars[1].width
    assert steps([0]) is None


def test_pairs_lie_on_one_round_scale() -> None:
    drawn = pairs({"a": (3020, 1571), "b": (None, 0)})
    assert [value for _, value in drawn.ticks] == [0, 2000, 4000]
    assert drawn.rows[0].before == "74.48%" and drawn.rows[1].before == "" and drawn.rows[1].after == "2.00%"
    assert [nice(value) for value in (0, 7, 10, 11, 3020, 999)] == [1, 8, 10, 15, 4000, 1000]
