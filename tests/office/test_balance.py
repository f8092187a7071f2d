"""What each region will lack: the selectors tell what the Parquet holds, the pages tell what the selectors do."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from typing import Any

import openpyxl
import polars as pl
import pyarrow.parquet as pq
import pytest
from django.test import Client
from django.utils import translation

from qonys.office.planning.balances import grounds, selectors
from qonys.office.planning.balances.selectors import Range
from qonys.office.planning.forecasts.runs import Run
from qonys.office.planning.wording import numbers
from qonys.office.portal.public import lacking, norms
from qonys.office.portal.public.chances import BINS, MARKS, chance
from qonys.office.portal.public.drawing import heat

pytestmark = pytest.mark.django_db
LANGUAGES = ("kk", "ru", "en")
PAGES = (
    "planning/balance/",
    "planning/balance/?service=school_places&year=2035&measure=gap&order=gap",
    "planning/balance/?service=housing&measure=rate&order=rate",
    "planning/balance/?service=labour&measure=cost&order=cost",
    "planning/balance/?order=room",
    "planning/balance/?order=name",
    "planning/balance/XQ/",
    "planning/balance/XQ-H/?year=2028",
)


def text_of(response: Any) -> str:
    return str(response.content, "utf-8")


def table(run: Run, name: str) -> pl.DataFrame:
    return pl.read_parquet(run.folder / f"{name}.parquet")


# ---- the room --------------------------------------------------------------------------------------------------


def test_every_balance_is_the_one_in_the_parquet(turned: Run) -> None:
    rows = table(turned, "balance")
    seen = 0
    for service in selectors.keys(turned):
        for territory, series in selectors.of_service(turned, service).items():
            for each in series:
                (row,) = rows.filter(territory=territory, year=each.year, service=service).iter_rows(named=True)
                assert (each.gap.mean, each.gap.q025, each.gap.q50, each.gap.q975) == (
                    row["gap"], row["q025"], row["q50"], row["q975"],
                )  # fmt: skip
                assert (each.need, each.capacity, each.probability) == (
                    row["need"],
                    row["capacity"],
                    row["probability"],
                )
                assert (each.unmet.q10, each.unmet.q50, each.unmet.q90) == (
                    row["unmet_q10"], row["unmet_q50"], row["unmet_q90"],
                )  # fmt: skip
                assert (each.cost.q10, each.cost.q90) == (row["cost_q10"], row["cost_q90"])
                assert (each.standing, each.extended) == (row["standing"], row["extended"])
                seen += 1
    assert seen == len(rows)


def test_a_territory_and_a_service_are_two_ways_into_one_table(turned: Run) -> None:
    by_place, by_service = selectors.of_territory(turned, "XQ-H"), selectors.of_service(turned, "housing")
    assert by_place["housing"] == by_service["XQ-H"]
    assert tuple(by_place) == selectors.keys(turned) == ("labour", "school_places", "housing"), (
        "as the country lists them"
    )
    assert selectors.at(by_place["housing"], 2030) == next(b for b in by_place["housing"] if b.year == 2030)
    assert selectors.at(by_place["housing"], 1900) is None


def test_years_are_those_of_the_table(turned: Run) -> None:
    assert selectors.years(turned) == tuple(table(turned, "balance")["year"].unique().sort())


def test_the_bottleneck_named_first_is_the_one_that_binds_most_often(turned: Run) -> None:
    rows = table(turned, "bottlenecks").filter(year=2030)
    for territory, resources in selectors.bottlenecks(turned, 2030).items():
        here = rows.filter(territory=territory)
        assert resources[0].binds == here["binds"].max()
        assert {(r.resource, r.people, r.binds) for r in resources} == set(
            here.select("resource", "people", "binds").iter_rows()
        )
        assert selectors.room(resources) == here["people"].min()


def test_the_nation_is_the_sum_of_its_regions(turned: Run) -> None:
    for service in selectors.keys(turned):
        series = selectors.of_service(turned, service)
        for place, nation in enumerate(series["XQ"]):
            regions = [each[place] for code, each in series.items() if code != "XQ"]
            assert nation.gap.mean == pytest.approx(sum(each.gap.mean for each in regions), rel=1e-6, abs=1e-3)
            assert nation.unmet.q90 >= max(each.unmet.q90 for each in regions) - 1e-6


def test_grounds_say_whence_each_value_comes(turned: Run) -> None:
    services = grounds.services(turned)
    schools = services["school_places"]
    assert schools.norm is not None and schools.norm.value == 0.97
    assert schools.norm.source is not None and schools.norm.source.kk == "invented for this example"
    assert schools.cost is not None and schools.cost.value == grounds.unit_money(turned, "school_places") == 9000
    assert schools.ages == "7-17" and schools.names.kk == "Мектептегі орындар"
    assert services["labour"].norm is None
    assert grounds.currency(turned) == "shells"
    cost = selectors.of_service(turned, "housing")["XQ-L"][0]
    assert cost.cost.q90 == pytest.approx(cost.unmet.q90 * 700)
    labour = grounds.labour(turned)
    assert labour.demand.source and labour.until >= 2030
    assert labour.parts[0][0] == "employed_share"
    assert set(grounds.standings(turned)) == set(BINS) == set(MARKS)


def test_a_later_norm_takes_over_on_its_day() -> None:
    dated = [
        {"since": "2020-01-01", "value": 1.0, "source": "first"},
        {"since": "2030-01-01", "value": 2.0, "source": "x"},
    ]
    day = date(2029, 12, 31)
    found = grounds.in_force(dated, day)
    assert found is not None and found.value == 1.0
    assert grounds.in_force(dated, date(2010, 1, 1)) is None


def test_a_remark_in_one_language_is_the_same_in_all() -> None:
    words = grounds.text("as written")
    assert words is not None and words.kk == words.en == "as written"
    three = grounds.text({"kk": "а", "ru": "б", "en": "c"})
    assert three is not None and (three.kk, three.ru, three.en) == ("а", "б", "c")
    assert grounds.text("") is None


# ---- words and drawing -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("probability", "number", "words"),
    [
        (0.0, "<1", "fewer than 1 in 100"),
        (0.004, "<1", "fewer than 1 in 100"),
        (0.93, "93", "about 93 in 100"),
        (0.999, ">99", "more than 99 in 100"),
        (1.0, ">99", "more than 99 in 100"),
    ],
)
def test_a_probability_is_told_without_false_certainty(probability: float, number: str, words: str) -> None:
    with translation.override("en"):
        told = chance(probability)
    assert (told.number, told.words) == (number, words)


def test_money_is_told_in_the_scale_it_reads_best_in() -> None:
    with translation.override("en"):
        cost = numbers.money(Range(191e9, 351e9, 527e9), "KZT")
        assert (cost.with_unit, cost.interval_with_unit) == ("350\N{NO-BREAK SPACE}billion\N{NO-BREAK SPACE}₸",
            "190\N{WORD JOINER}–\N{WORD JOINER}530\N{NO-BREAK SPACE}billion\N{NO-BREAK SPACE}₸")  # fmt: skip
        assert numbers.price(6_682_125, "KZT") == "6.68\N{NO-BREAK SPACE}million\N{NO-BREAK SPACE}₸"
        assert numbers.price(700, "shells") == "700\N{NO-BREAK SPACE}shells"
        assert not numbers.money(Range(0.0, 0.0, 0.0), "KZT").open


def test_what_may_well_be_nothing_follows_its_upper_end() -> None:
    with translation.override("en"):
        told = numbers.amount(Range(0.0, 0.0, 23_100.0))
    assert (told.with_unit, told.interval_with_unit) == (
        "0",
        "0\N{WORD JOINER}–\N{WORD JOINER}23\N{NO-BREAK SPACE}thousand",
    )


def test_the_heat_map_has_every_early_year_then_every_fifth(turned: Run) -> None:
    years = heat.shown_years(selectors.years(turned))
    assert years[:10] == tuple(range(turned.first_year, turned.first_year + 10))
    assert all(year % 5 == 0 for year in years[10:])


@pytest.mark.parametrize("service", ["labour", "school_places", "housing"])
def test_a_cell_says_its_number_its_colour_and_its_mark(turned: Run, service: str) -> None:
    through = selectors.of_service(turned, service)
    with translation.override("en"):
        drawn = heat.heat(turned, through, "chance", "places")
    for code, cells in drawn.rows.items():
        for cell in cells:
            each = selectors.at(through[code], cell.year)
            assert each is not None
            assert cell.text == chance(each.probability).number
            assert (cell.bin, cell.mark) == (BINS[each.standing], MARKS[each.standing])
            assert cell.spoken


@pytest.mark.parametrize("measure", ["gap", "rate"])
def test_a_shortage_is_on_one_side_of_the_scale_and_a_surplus_on_the_other(turned: Run, measure: str) -> None:
    through = selectors.of_service(turned, "school_places")
    with translation.override("en"):
        drawn = heat.heat(turned, through, measure, "places")
    for code, cells in drawn.rows.items():
        for cell in cells:
            each = selectors.at(through[code], cell.year)
            assert each is not None
            assert (cell.bin < "d3") <= (each.gap.q50 > 0)
            assert (cell.bin > "d3") <= (each.gap.q50 < 0)
    assert [bin_ for bin_, _mark, _label in drawn.legend] == [f"d{i}" for i in range(7)]


def test_per_1000_people_is_the_gap_over_the_median_population(turned: Run) -> None:
    each = selectors.of_service(turned, "school_places")["XQ-C"][5]
    people = table(turned, "indicators").filter(territory="XQ-C", indicator="population", year=each.year)["q50"][0]
    with translation.override("en"):
        line = lacking.line(turned, "XQ-C", "Coast", each)
    assert line.rate_value == pytest.approx(1000 * each.gap.q50 / people)


def test_norms_are_told_per_person_or_per_many(turned: Run) -> None:
    with translation.override("en"):
        told = {basis.key: basis for basis in norms.bases(turned, "housing")}
        assert next(iter(told)) == "housing", "the one that is looked at comes first"
        assert told["school_places"].entries[0].says == "97 places for every 100 people aged 7–17"
        assert told["housing"].entries[0].says == "20 m² for each person"
        assert told["labour"].entries[0].label == "How workers are balanced"
    assert all(entry.source or entry.remark for basis in told.values() for entry in basis.entries)


# ---- the pages -------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("turned")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_in_every_language(client: Client, settings: Any, language: str, page: str) -> None:
    settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = "MISSING VARIABLE"
    response = client.get(f"/{language}/{page}")
    text = text_of(response)
    assert response.status_code == 200
    assert "MISSING" not in text
    assert not re.search(r"\{\{|\{%|None<|>nan<|%\(\w+\)s", text)
    assert 'style="' not in text and "<script>" not in text


@pytest.mark.usefixtures("turned")
def test_unknown_wishes_fall_back_and_unknown_places_are_said_not_to_exist(client: Client) -> None:
    usual = text_of(client.get("/en/planning/balance/"))
    asked = text_of(client.get("/en/planning/balance/?service=nix&year=1800&measure=nix&order=nix"))
    assert re.findall(r"<h1.*?</h1>", usual) == re.findall(r"<h1.*?</h1>", asked)
    for path in ("XQ-9/", "services/nix.csv", "XQ-9/balance.csv", "XQ-H/nix.csv", "services/labour.pdf", "room.pdf"):
        assert client.get(f"/en/planning/balance/{path}").status_code == 404, path


def test_the_page_says_first_how_many_regions_and_which(client: Client, turned: Run) -> None:
    text = text_of(client.get("/en/planning/balance/?service=school_places&year=2030"))
    rows = table(turned, "balance").filter(pl.col("territory") != "XQ", year=2030, service="school_places")
    likely = int((rows["probability"] >= 2 / 3).sum())
    said = f"in {likely} of 3 regions" if likely else "in none of the 3 regions"
    assert said in re.findall(r"<h1.*?</h1>", text)[0]


@pytest.mark.usefixtures("run")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", ["planning/balance/", "planning/balance/KZ-10/"])
def test_a_forecast_alone_is_a_calm_page_that_says_what_to_do(client: Client, language: str, page: str) -> None:
    response = client.get(f"/{language}/{page}")
    assert response.status_code == 200
    assert "qonys cycle kz" in text_of(response)
    assert client.get(f"/{language}/planning/balance/services/labour.csv").status_code == 404


def test_a_territory_leads_to_its_balance_where_there_is_one(client: Client, turned: Run, settings: Any) -> None:
    assert "/en/planning/balance/XQ-H/" in text_of(client.get("/en/territories/XQ-H/"))


@pytest.mark.usefixtures("run")
def test_a_territory_of_a_forecast_alone_promises_no_balance(client: Client) -> None:
    assert "planning/balance" not in text_of(client.get("/en/territories/KZ-10/"))


@pytest.mark.parametrize("path", ["services/housing", "XQ-H/balance", "XQ-H/room", "room"])
def test_downloads_come_the_same_in_three_forms(client: Client, turned: Run, path: str) -> None:
    def body(form: str) -> bytes:
        response = client.get(f"/en/planning/balance/{path}.{form}")
        assert response.status_code == 200
        return b"".join(response.streaming_content)  # type: ignore[attr-defined]

    from_csv = list(csv.DictReader(io.StringIO(body("csv").decode())))
    sheet = list(openpyxl.load_workbook(io.BytesIO(body("xlsx")), read_only=True)["data"].iter_rows(values_only=True))
    parquet = pq.read_table(io.BytesIO(body("parquet")))
    assert len(from_csv) == len(sheet) - 1 == parquet.num_rows > 0
    assert list(from_csv[0]) == list(sheet[0]) == parquet.column_names
