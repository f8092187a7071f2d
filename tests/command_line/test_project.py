"""`qonys project`: published projections reproduced, and broken folders refused with a letter."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from qonys.cli import main
from tests.command_line.folders import sound_folder, united_nations_mid_year, wpp_folder
from tests.shared_data import SHARED, require_shared

QONYS = Path(sys.executable).with_name("qonys")


def qonys(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(QONYS), *map(str, arguments)], capture_output=True, text=True)


def projected(folder: Path, *options: object) -> np.ndarray:
    """(years, 2, ages) from the command's own file."""
    out = folder / "out.csv"
    answer = qonys("project", folder, "--out", out, *options)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout == ""
    table = pl.read_csv(out, infer_schema_length=None)
    assert table.columns == ["year", "sex", "age", "persons"]
    return table["persons"].to_numpy().reshape(table["year"].n_unique(), 2, -1)


@pytest.mark.shared
def test_the_united_nations_example_is_reproduced(tmp_path: Path):
    require_shared()

    def example(name: str) -> pl.DataFrame:
        return pl.read_csv(SHARED / f"data/un_engine/example124_{name}.csv.gz", infer_schema_length=None)

    each = {"year": "time_start", "sex": "sex", "age": "age_start"}
    example("in_pop_count_age_sex_base").select("sex", age="age_start", persons="value").write_csv(
        tmp_path / "population.csv"
    )
    life = example("out_lt_complete_age_sex").filter((pl.col("indicator") == "lt_Sx") & (pl.col("sex") != "both"))
    life.select(**each, sx="value").write_csv(tmp_path / "survival.csv")
    example("in_fert_rate_age_f").select(year="time_start", age="age_start", asfr="value").write_csv(
        tmp_path / "fertility.csv"
    )
    example("in_srb").select(year="time_start", srb="value").write_csv(tmp_path / "srb.csv")
    example("in_mig_net_count_age_sex").select(**each, net="value").write_csv(tmp_path / "migration.csv")
    projected(tmp_path)
    ours = pl.read_csv(tmp_path / "out.csv", infer_schema_length=None)
    both = ours.join(example("out_pop_count_age_sex_1x1").select(**each, theirs="value"), on=["year", "sex", "age"])
    errors = both.filter(pl.col("age") < 100).select((pl.col("persons") / pl.col("theirs") - 1).abs().alias("error"))
    assert len(errors) == 71 * 2 * 100
    assert errors["error"].max() <= 1e-12


@pytest.mark.shared
@pytest.mark.parametrize(
    ("country", "in_2050", "in_2100"),
    [(398, 0.025, 0.04), (860, 0.2, 0.2), (276, 0.2, 0.2), (634, 0.2, 0.2)],
    ids=["Kazakhstan", "Uzbekistan", "Germany", "Qatar"],
)
def test_totals_of_wpp_2024_are_reproduced_from_its_rates(tmp_path: Path, country: int, in_2050: float, in_2100: float):
    """Bars in %; UN DESA, World Population Prospects 2024, medium, population on 1 July."""
    require_shared()
    stocks = projected(wpp_folder(tmp_path, country))
    middle = (stocks[:-1] + stocks[1:]) / 2
    for year, bar in ((2050, in_2050), (2100, in_2100)):
        published = united_nations_mid_year(country, year).sum()
        assert abs(middle[year - 2024].sum() / published - 1) * 100 <= bar, year


@pytest.mark.shared
def test_cells_of_kazakhstan_in_2050_are_reproduced(tmp_path: Path):
    require_shared()
    stocks = projected(wpp_folder(tmp_path, 398))
    ours = (stocks[26] + stocks[27]) / 2
    errors = np.abs(ours / united_nations_mid_year(398, 2050) - 1)[:, :96] * 100
    assert errors.max() <= 0.2
    assert np.median(errors) <= 0.01


def test_131_ages_inside_are_published_as_the_ages_that_came_in(tmp_path: Path):
    folder = sound_folder(tmp_path)
    rows = ["year,sex,age,mx"]
    rows += [
        f"{y},{s},{a},{0.0005 * 1.07**a:.6f}" for y in (2030, 2031) for s in ("male", "female") for a in range(101)
    ]
    (folder / "mortality.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    people = ["sex,age,persons", *(f"{s},{a},100" for s in ("male", "female") for a in range(101))]
    (folder / "population.csv").write_text("\n".join(people) + "\n", encoding="utf-8")
    options = ("--to-year", 2031)
    by_hundred, by_more = projected(folder, *options), projected(folder, "--ages", 130, *options)
    assert by_hundred.shape == by_more.shape == (2, 2, 101)
    np.testing.assert_allclose(by_more[0], by_hundred[0], rtol=1e-12)
    np.testing.assert_allclose(by_more[1, :, :100], by_hundred[1, :, :100], rtol=1e-12)
    np.testing.assert_allclose(by_more[1, :, 100], by_hundred[1, :, 100], rtol=0.05)


def test_even_migration_differs_from_migration_at_the_end(tmp_path: Path):
    folder = sound_folder(tmp_path)
    assert projected(folder).sum() != projected(folder, "--migration", "even").sum()


def test_years_may_be_chosen(tmp_path: Path):
    assert projected(sound_folder(tmp_path), "--from-year", 2031, "--to-year", 2032).shape == (2, 2, 12)


def replace(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def remove(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def write(name: str, content: bytes) -> Callable[[Path], None]:
    return lambda folder: (folder / name).write_bytes(content) and None


# what is broken -> (how, what the letter must name)
BROKEN: dict[str, tuple[Callable[[Path], None], tuple[str, ...]]] = {
    "missing age": (replace("population.csv", "male,5,950\n", ""), ("population.csv", "age 5", "missing", "Add")),
    "negative count": (replace("population.csv", "male,5,950", "male,5,-950"), ("Row 7", "population.csv", "-950")),
    "text in a number": (replace("population.csv", "male,5,950", "male,5,many"), ("Row 7", "many", "digits")),
    "infinite count": (replace("population.csv", "male,5,950", "male,5,inf"), ("Row 7", "inf")),
    "sex misspelt": (replace("population.csv", "male,5,950", "mail,5,950"), ("Row 7", "mail", "male or female")),
    "same cell twice": (
        replace("population.csv", "male,5,950", "male,5,950\nmale,5,951"),
        ("Rows 7 and 8", "twice", "Keep"),
    ),
    "age that is no age": (replace("population.csv", "male,5,950", "male,5-9,950"), ("Row 7", "5-9")),
    "rate per 1,000": (replace("fertility.csv", "2031,4,0.2", "2031,4,200"), ("fertility.csv", "200", "per 1,000")),
    "ratio times 12": (replace("srb.csv", "2031,1.05", "2031,12.6"), ("Row 3", "srb.csv", "12.6")),
    "missing year": (replace("srb.csv", "2031,1.05\n", ""), ("srb.csv", "year 2031", "missing")),
    "missing column": (replace("mortality.csv", "mx", "rate"), ("mortality.csv", "'mx'", "Add")),
    "missing file": (remove("fertility.csv"), ("fertility.csv",)),
    "empty file": (write("srb.csv", b""), ("srb.csv", "empty")),
    "head without rows": (write("srb.csv", b"year,srb\n"), ("srb.csv", "no rows")),
    "not UTF-8": (write("srb.csv", "жыл,srb\n2030,1.05\n".encode("cp1251")), ("srb.csv", "UTF-8")),
    "two kinds of mortality": (
        lambda folder: (folder / "survival.csv").write_text("year,sex,age,sx\n") and None,
        ("mortality.csv and survival.csv", "Keep"),
    ),
    "torn row": (replace("population.csv", "male,5,950", "male,5"), ("Row 7", "population.csv", "cells")),
    "zero death rate": (replace("mortality.csv", "2031,female,3,0.04", "2031,female,3,0"), ("mortality.csv", "'0'")),
}


@pytest.mark.parametrize(("change", "named"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_folder_is_refused_with_a_letter_and_nothing_is_written(
    tmp_path: Path,
    change: Callable[[Path], None],
    named: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    folder = sound_folder(tmp_path / "in")
    change(folder)
    out = tmp_path / "out.csv"
    out.write_text("what was there before", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["qonys", "project", str(folder), "--out", str(out)])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 2
    said = capsys.readouterr()
    assert said.out == ""
    for word in named:
        assert word in said.err
    assert out.read_text(encoding="utf-8") == "what was there before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out.csv"]


def test_years_outside_the_rates_are_refused(tmp_path: Path):
    answer = qonys("project", sound_folder(tmp_path), "--out", tmp_path / "o.csv", "--to-year", 2050)
    assert answer.returncode == 2
    assert "2033" in answer.stderr
    assert "2030-2032" in answer.stderr
