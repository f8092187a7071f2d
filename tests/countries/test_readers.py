"""A statistician drops a file; the same figures come out whatever the format."""

from __future__ import annotations

import gzip
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from qonys.countries.figures.indicators import read_dictionary
from qonys.countries.figures.reading import read_dataset
from qonys.countries.figures.tables import read_table
from qonys.countries.pack import load
from qonys.countries.territories import load_territories
from tests.countries.messages import GENERIC_XML, SDMX_HEAD, SDMX_JSON, SPECIFIC_XML, WPP_COMMON, WPP_HEAD, wpp_row

HEAD = "publisher: samal-office\nsource: test\npublished_on: 2025-04-01\nvintage: test\n"
TIDY = (
    "indicator,territory,period,sex,age,value\npopulation,XQ-C,2024,female,65+,31250\ndeaths,XQ,2023,both,all,8123.5\n"
)
CELLS = [
    ("population", "XQ-C", "2024-01-01", "female", "65+", 31250.0),
    ("deaths", "XQ", "2023", "both", "all", 8123.5),
]
SDMX_CELLS = [
    ("population", "XQ-C", "2024-01-01", "female", "65+", 31250.0),
    ("population", "XQ-C", "2025-01-01", "female", "65+", 31811.0),
    ("population", "XQ-C", "2025-01-01", "both", "0-17", 140200.0),
]


def read(pack: Path, head: str, table: str | bytes, kind: str = "csv", name: str = "new") -> pl.DataFrame:
    (pack / "figures" / f"{name}.yaml").write_text(head, encoding="utf-8")
    content = table.encode() if isinstance(table, str) else table
    (pack / "figures" / f"{name}.{kind}").write_bytes(content)
    return read_dataset(pack / "figures" / f"{name}.yaml", read_dictionary(), load_territories(pack))


def cells(frame: pl.DataFrame) -> list[tuple[object, ...]]:
    return frame.select("indicator", "territory", "period", "sex", "age", "value").rows()


def workbook(path: Path, table: str, sheet: str = "figures") -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for line in table.splitlines():
        page.append([float(c) if c.replace(".", "").isdigit() else c for c in line.split(",")])
    book.save(path)


@pytest.mark.parametrize(
    "table",
    [
        TIDY,
        "\ufeff" + TIDY,
        TIDY.replace(",", "\t"),
        TIDY.replace(",", ";").replace("8123.5", "8123,5"),
        TIDY.replace("\n", "\r\n"),
        TIDY.replace("deaths", "\ndeaths"),
    ],
    ids=["comma", "byte-order mark", "tab", "semicolon and decimal comma", "windows lines", "blank line"],
)
def test_csv_as_spreadsheets_write_it(broken: Path, table: str) -> None:
    assert cells(read(broken, HEAD, table)) == CELLS


def test_xlsx_gives_the_same_figures_and_rows(broken: Path, tmp_path: Path) -> None:
    workbook(tmp_path / "book.xlsx", TIDY)
    frame = read(broken, HEAD + "sheet: figures\n", (tmp_path / "book.xlsx").read_bytes(), "xlsx")
    assert cells(frame) == CELLS
    assert frame["row"].to_list() == [2, 3], "rows are those the spreadsheet shows"


def test_rows_are_numbered_as_a_spreadsheet_shows_them_even_after_blank_lines(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a,b\n\n1,2\n\n3,4\n")
    assert read_table(tmp_path / "t.csv")["row"].to_list() == [3, 5]


def test_an_empty_cell_means_not_published(broken: Path) -> None:
    assert len(read(broken, HEAD, TIDY.replace("8123.5", ""))) == 1


def test_foreign_headings_and_codes_are_translated_by_the_head(broken: Path) -> None:
    head = HEAD + (
        "columns: {Аймақ: territory, Жыл: period, Саны: value}\n"
        "codes: {territory: {Жаға: XQ-C}, sex: {әйел: female}}\n"
        "defaults: {indicator: population, sex: әйел, age: 65+}\n"
    )
    assert cells(read(broken, head, "Аймақ,Жыл,Саны\nЖаға,2024,31250\n")) == CELLS[:1]


def test_a_table_with_several_value_columns_becomes_long(broken: Path) -> None:
    head = HEAD + "values:\n  men: {indicator: population, sex: male}\n  born: {indicator: births}\n"
    frame = read(broken, head, "territory,period,men,born\nXQ,2023,500,7\n")
    assert cells(frame) == [
        ("population", "XQ", "2023-01-01", "male", "all", 500.0),
        ("births", "XQ", "2023", "both", "all", 7.0),
    ]


def test_a_row_may_carry_its_own_vintage(broken: Path) -> None:
    table = TIDY.replace("value\n", "value,vintage\n").replace("31250", "31250,first").replace("8123.5", "8123.5,")
    assert read(broken, HEAD, table)["vintage"].to_list() == ["first", "test"]


@pytest.mark.parametrize(("message", "kind"), [(GENERIC_XML, "xml"), (SPECIFIC_XML, "xml"), (SDMX_JSON, "json")])
def test_sdmx_messages_give_tidy_figures(broken: Path, message: str, kind: str) -> None:
    assert sorted(map(str, cells(read(broken, SDMX_HEAD, message, kind)))) == sorted(map(str, SDMX_CELLS))


def wpp(lines: list[str], columns: str) -> str:
    return "\n".join([f"{WPP_COMMON},{columns}", *lines]) + "\n"


def test_wpp_demographic_indicators_become_persons_of_the_chosen_location(broken: Path) -> None:
    columns = "TPopulation1Jan,TPopulation1July,Births,TFR,SRB,LExMale,NetMigrations"
    lines = [
        wpp_row(900, 2023, 8000000, 8050000, 132000, 2.25, 105.1, 70.5, 0),
        wpp_row(990, 2023, 1180.5, 1185.25, 19.5, 2.31, 105.7, 67.25, -1.25),
        wpp_row(990, 2024, 1190.25, 1195, 19, 2.2, 105.7, 67.5, -1, variant="High"),
    ]
    found = {(c[0], c[2], c[3]): c[5] for c in cells(read(broken, WPP_HEAD, wpp(lines, columns)))}
    assert found == pytest.approx(
        {
            ("population", "2023-01-01", "both"): 1_180_500,
            ("population", "2023-07-01", "both"): 1_185_250,
            ("births", "2023", "both"): 19_500,
            ("total_fertility", "2023", "both"): 2.31,
            ("sex_ratio_at_birth", "2023", "both"): 1.057,
            ("life_expectancy", "2023", "male"): 67.25,
            ("net_external_migration", "2023", "both"): -1_250,
        }
    )


def test_wpp_population_by_single_age_is_told_by_its_day(broken: Path) -> None:
    columns = "MidPeriod,AgeGrp,AgeGrpStart,AgeGrpSpan,PopMale,PopFemale,PopTotal"
    lines = [
        wpp_row(990, 2024, 2024.5, 0, 0, 1, 9.5, 9, 18.5),
        wpp_row(990, 2024, 2024.5, "100+", 100, -1, 0.033, 0.037, 0.07),
    ]
    expected = {("male", "0"): 9500, ("female", "0"): 9000, ("male", "100+"): 33, ("female", "100+"): 37}
    for name, day in (("july", "2024-07-01"), ("Population1JanuaryBySingleAgeSex", "2024-01-01")):
        frame = read(broken, WPP_HEAD, wpp(lines, columns), name=name)
        assert {(c[3], c[4]): c[5] for c in cells(frame)} == pytest.approx(expected)
        assert set(frame["period"]) == {day}


def test_wpp_life_tables_and_fertility_by_age_compressed_as_published(broken: Path) -> None:
    table = wpp(
        [wpp_row(990, 2024, 2024.5, 1, "Male", 100, 100, -1, 0.41)],
        "MidPeriod,SexID,Sex,AgeGrp,AgeGrpStart,AgeGrpSpan,mx",
    )
    frame = read(broken, WPP_HEAD, gzip.compress(table.encode()), "csv.gz", "mx")
    assert cells(frame) == [("mortality_rate", "XQ", "2024", "male", "100+", 0.41)]
    table = wpp(
        [wpp_row(990, 2024, 2024.5, 25, 25, 1, 142.5, 6.1, 1.2)],
        "MidPeriod,AgeGrp,AgeGrpStart,AgeGrpSpan,ASFR,PASFR,Births",
    )
    (cell,) = cells(read(broken, WPP_HEAD + "defaults: {sex: female}\n", table))
    assert cell[:1] + cell[4:] == ("fertility_rate", "25", pytest.approx(0.1425))


def test_a_dropped_file_reaches_the_evidence_without_touching_code(broken: Path) -> None:
    table = "indicator,territory,period,value\npopulation,XQ,2026,1198000\n"
    read(broken, HEAD, table)
    conventions = broken / "conventions.yaml"
    conventions.write_text(conventions.read_text().replace("base_year: 2025", "base_year: 2026"))
    text = (broken / "figures" / "external-migration.csv").read_text()
    assert "2025" not in text
    evidence = load(broken).evidence()
    assert evidence.base_year == 2026 and float(evidence.history.population.sel(time=2026)) == 1_198_000
