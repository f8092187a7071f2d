"""`qonys score` as a user types it: columns, the law of the day, reasons, letters."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner, Result

from qonys.cli import app
from qonys.countries import points

from ..engines.scoring import crs_by_hand
from ..engines.scoring.profiles import columns, fluent, person
from ..engines.scoring.rule_files import SMALL

CRS = points.load("canada-crs")
SIZE = 60
VULNERABLE = "id,housing,months_without_work,children,lone_parent,disability_in_family,income_share"


def run(*words: object) -> Result:
    return CliRunner().invoke(app, ["score", *map(str, words)])


def refused(*words: object) -> str:
    answer = run(*words)
    assert answer.exit_code != 0
    return str(answer.exception) if answer.exception else answer.output


def written(path: Path) -> pl.DataFrame:
    return pl.read_parquet(path) if path.suffix == ".parquet" else pl.read_csv(path)


@pytest.fixture(scope="module")
def someones() -> list[dict[str, object]]:
    law = CRS.on(date(2020, 11, 1))
    found = fluent(columns(law, SIZE, seed=12), 12)
    rows: list[dict[str, object]] = []
    for row in range(SIZE):
        facts = person(law, found, row)
        numbers = {name: int(value) if isinstance(value, bool) else value for name, value in facts.items()}
        rows.append({"id": f"p{row}", **numbers})
    return rows


@pytest.fixture
def people(someones: list[dict[str, object]], tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    pl.DataFrame(someones).write_csv(path)
    return path


@pytest.mark.parametrize("day", [date(2016, 1, 1), date(2018, 1, 1), date(2025, 6, 1)])
@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_scores_of_a_file_are_the_law_of_that_day(
    someones: list[dict[str, object]], tmp_path: Path, day: date, kind: str
) -> None:
    given, out = tmp_path / f"people.{kind}", tmp_path / f"scores.{kind}"
    frame = pl.DataFrame(someones)
    frame.write_csv(given) if kind == "csv" else frame.write_parquet(given)
    assert run("canada-crs", given, "--on", day, "--out", out).exit_code == 0
    scores = written(out)
    law = CRS.on(day)
    assert scores.columns == ["id", "total", *law.item_names, "lost_to_cap"]
    assert scores["id"].to_list() == [each["id"] for each in someones]
    assert scores["total"].to_list() == [crs_by_hand.total(each, day) for each in someones]
    assert (
        scores.select(pl.sum_horizontal(law.item_names)).to_series() - scores["lost_to_cap"] == scores["total"]
    ).all()


def test_columns_may_come_as_other_types_and_in_another_order(people: Path, tmp_path: Path) -> None:
    frame = pl.read_csv(people)
    odd = frame.select(reversed(frame.columns)).with_columns(
        pl.col("age").cast(pl.Float64) + 0.9,  # completed years
        pl.col("education").cast(pl.Categorical),
        pl.col("spouse").cast(pl.Boolean),
        pl.col("clb1_reading").cast(pl.UInt8),
        pl.col("sibling").cast(pl.String),
    )
    first, second = tmp_path / "first.parquet", tmp_path / "second.parquet"
    odd.write_parquet(tmp_path / "odd.parquet")
    assert run("canada-crs", people, "--on", "2020-11-01", "--out", first).exit_code == 0
    assert run("canada-crs", tmp_path / "odd.parquet", "--on", "2020-11-01", "--out", second).exit_code == 0
    assert written(first).equals(written(second))


def test_a_test_nobody_took_is_no_level_but_an_unknown_age_stays_open(people: Path, tmp_path: Path) -> None:
    frame = pl.read_csv(people, infer_schema=False)
    first = pl.int_range(len(frame)) == 0
    emptied = frame.with_columns(
        pl.when(first).then(None).otherwise(pl.col(name)).alias(name) for name in ("clb2_reading", "age")
    )
    emptied.write_csv(tmp_path / "open.csv")
    out = tmp_path / "scores.csv"
    answer = run("canada-crs", tmp_path / "open.csv", "--on", "2020-11-01", "--out", out)
    assert answer.exit_code == 0 and "1 of 60 totals stay open" in answer.stderr
    open_row, *others = written(out).to_dicts()
    assert open_row["total"] is None and open_row["age"] is None and open_row["unknown"] == "age"
    assert open_row["total_max"] - open_row["total_min"] in (100, 110) and open_row["second_language_reading"] == 0
    assert all(each["total"] == each["total_min"] == each["total_max"] for each in others)


def test_reasons_and_the_ladder_in_three_languages(tmp_path: Path) -> None:
    given = tmp_path / "people.csv"
    given.write_text(
        "id,age,education,kazakh,russian,english,work_years,studied_in_kazakhstan,profession_in_demand,certificates,"
        "medically_cleared,home_arranged,job_agreed\nA-1,30,vocational,a1,a2,none,2,0,0,0,0,0,0\n"
    )
    command = ("kz-residence-pilot", given, "--on", "2026-03-02", "--explain", "A-1", "--language")
    english, russian, kazakh = (run(*command, language).stdout for language in ("en", "ru", "kk"))
    assert "A2 Kazakh would add 40" in english and "Pass mark: 400" in english
    assert "Казахский до уровня A2: +40" in russian and "веса этих строк не опубликованы" in russian
    assert "Қазақ тілін A2 деңгейіне жеткізу: +40" in kazakh and "салмағы жарияланбаған" in kazakh
    assert "placeholder: the weight is not published" in english
    assert "The shortest way to the cut-off of 400" in english


def test_what_would_settle_an_open_score(tmp_path: Path) -> None:
    given = tmp_path / "people.csv"
    given.write_text(f"{VULNERABLE}\nF,rented,,2,0,,40\n")
    said = run("kz-resettlement-vulnerability", given, "--on", "2026-03-02", "--explain", "F").stdout
    assert "Total: 38 to 68" in said
    assert "? Months without work (certificate of the career centre)" in said


def test_placeholders_are_marked_in_the_file_too(tmp_path: Path) -> None:
    given, out = tmp_path / "people.csv", tmp_path / "scores.csv"
    given.write_text(f"{VULNERABLE}\nF,own,0,2,0,0,40\n")
    answer = run("kz-resettlement-vulnerability", given, "--on", "2026-03-02", "--out", out)
    assert written(out)["weights"].to_list() == ["placeholder"]
    assert "not published" in answer.stderr


def test_a_rule_set_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(SMALL)
    (tmp_path / "people.csv").write_text("id,age,kazakh,job\n7,30,a2,1\n")
    out = tmp_path / "scores.csv"
    assert run(tmp_path / "small.yaml", tmp_path / "people.csv", "--on", "2026-02-01", "--out", out).exit_code == 0
    expected = {"id": 7, "total": 70, "age": 20, "kazakh": 40, "job": 30, "lost_to_cap": 20}
    assert written(out).to_dicts() == [expected]


@pytest.mark.parametrize(
    "column, value, said",
    [
        (
            "age",
            "thirty",
            "Row 3 of people.csv: age: this value cannot be. Found: 'thirty'. Give a whole number from 0 to 120",
        ),
        ("age", "-1", "Row 3 of people.csv: age"),
        ("age", "99999999999999999999", "Row 3 of people.csv: age"),
        ("clb1_reading", "7.5", "Give a whole number from 0 to 12"),
        ("education", "phd", "Give one of less_than_secondary, secondary"),
        ("spouse", "2", "Give 0 or 1"),
        ("job_offer", "NOC00", "Row 3 of people.csv: job_offer"),
        ("id", "p0", "this id is there twice"),
        ("id", "", "this row has no id"),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_written(
    people: Path, tmp_path: Path, column: str, value: str, said: str
) -> None:
    frame = pl.read_csv(people, infer_schema=False)
    second = pl.int_range(len(frame)) == 1
    frame.with_columns(pl.when(second).then(pl.lit(value)).otherwise(pl.col(column)).alias(column)).write_csv(people)
    out = tmp_path / "scores.csv"
    letter = refused("canada-crs", people, "--on", "2020-11-01", "--out", out)
    assert said in letter
    assert not out.exists() and {path.name for path in tmp_path.iterdir()} == {"people.csv"}


def test_other_letters(people: Path, tmp_path: Path) -> None:
    out = tmp_path / "scores.csv"
    assert "there is no rule set of that name" in refused("canada", people, "--out", out)
    assert "was not in force on 2014-01-01" in refused("canada-crs", people, "--on", "2014-01-01", "--out", out)
    assert "there is no such file" in refused("canada-crs", tmp_path / "none.csv", "--out", out)
    assert "written as .csv or .parquet" in refused("canada-crs", people, "--out", tmp_path / "scores.xlsx")
    assert "nobody of this id" in refused("canada-crs", people, "--explain", "p99")
    assert "--language" in run("canada-crs", people, "--explain", "p1", "--language", "de").output
    assert "--out" in run("canada-crs", people).output
    pl.read_csv(people).drop("clb1_reading").write_csv(people)
    assert "the column 'clb1_reading' is missing" in refused("canada-crs", people, "--out", out)
    (tmp_path / "bad.parquet").write_bytes(b"not a table")
    assert "cannot be read as Parquet" in refused("canada-crs", tmp_path / "bad.parquet", "--out", out)
    assert not out.exists()


def test_columns_nobody_asks_for_are_named_and_ignored(people: Path, tmp_path: Path) -> None:
    frame = pl.read_csv(people)
    frame.with_columns(sex=pl.lit("f"), region=pl.Series(np.arange(len(frame)))).write_parquet(
        tmp_path / "more.parquet"
    )
    answer = run("canada-crs", tmp_path / "more.parquet", "--on", "2020-11-01", "--out", tmp_path / "scores.csv")
    assert answer.exit_code == 0 and "ignored: sex, region" in answer.stderr


def test_nobody_at_all(people: Path, tmp_path: Path) -> None:
    out = tmp_path / "scores.parquet"
    pl.read_csv(people).head(0).write_parquet(tmp_path / "none.parquet")
    assert run("canada-crs", tmp_path / "none.parquet", "--on", "2020-11-01", "--out", out).exit_code == 0
    assert written(out).height == 0


EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "points"


def test_the_examples_that_come_along(tmp_path: Path) -> None:
    out = tmp_path / "scores.csv"
    assert run("canada-crs", EXAMPLES / "canada-crs.csv", "--on", "2020-11-01", "--out", out).exit_code == 0
    assert dict(written(out).select("id", "total").iter_rows()) == {"C-1": 424, "C-2": 447, "C-3": 508}
    said = run("canada-crs", EXAMPLES / "canada-crs.csv", "--on", "2020-11-01", "--explain", "C-1").stdout
    assert "Total: 424" in said and "A2" not in said and "would add" in said
    assert (
        run("kz-residence-pilot", EXAMPLES / "kz-residence-pilot.csv", "--on", "2026-03-02", "--out", out).exit_code
        == 0
    )
    assert written(out)["unknown"].to_list() == [None, None, "work_years"]
