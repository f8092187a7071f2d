"""`qonys flows`: every trap of real files gets an answer or a letter, and the answers add up."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from qonys.cli import main
from qonys.origin_destination import partitions
from tests.shared_data import SHARED, require_shared

PAIR_COLUMNS = ["cutoff", "horizon", "origin", "destination", "yhat", "lo80", "hi80", "lo95", "hi95"]
REGIONS = ("Abai", "Ақтөбе", "Seoul", "서울")


def qonys(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> None:
    monkeypatch.setattr(sys, "argv", ["qonys", "flows", *map(str, arguments)])
    try:
        main()
    except SystemExit as end:
        if end.code:
            raise


def table(per_year: int = 1, first: int = 2001, last: int = 2012) -> pl.DataFrame:
    """Four territories, moves of a few thousand, no fault."""
    luck = np.random.default_rng(1)
    rows = []
    for year in range(first, last + 1):
        for part in range(1, per_year + 1):
            for origin in REGIONS:
                for destination in REGIONS:
                    if origin != destination:
                        rows.append((origin, destination, year, part, int(luck.poisson(3000))))
    full = pl.DataFrame(rows, schema=["origin", "destination", "year", "quarter", "flow"], orient="row")
    return full.rename({"quarter": "month"}) if per_year == 12 else full if per_year == 4 else full.drop("quarter")


def written(folder: Path, rows: pl.DataFrame, name: str = "od.csv") -> Path:
    rows.write_csv(folder / name)
    return folder / name


def predictions(path: Path, territories: int, horizon: int) -> pl.DataFrame:
    made = pl.read_csv(path, infer_schema_length=None)
    assert made.columns[:9] == PAIR_COLUMNS
    assert made.height == territories * (territories - 1) * horizon
    assert made.unique(["horizon", "origin", "destination"]).height == made.height
    assert (made["origin"] != made["destination"]).all()
    assert made.select((pl.col("lo95") <= pl.col("lo80")) & (pl.col("hi80") <= pl.col("hi95"))).to_series().all()
    assert made.select((pl.col("lo80") <= pl.col("yhat")) & (pl.col("yhat") <= pl.col("hi80"))).to_series().all()
    assert (made["lo95"] >= 0).all()
    return made


def set_flow(condition: pl.Expr, value: pl.Expr | int) -> Callable[[pl.DataFrame], pl.DataFrame]:
    return lambda rows: rows.with_columns(flow=pl.when(condition).then(value).otherwise(pl.col("flow")))


def without(condition: pl.Expr) -> Callable[[pl.DataFrame], pl.DataFrame]:
    return lambda rows: rows.filter(~condition)


FIRST_PAIR = (pl.col("origin") == "Abai") & (pl.col("destination") == "Seoul")
YOUNG = (pl.col("origin") == "서울") | (pl.col("destination") == "서울")
WITHIN = pl.DataFrame([("Abai", "Abai", 2005, 99_999)], schema=table().schema, orient="row")
# the trap -> (how it comes about, the fault it is called)
TRAPS: dict[str, tuple[Callable[[pl.DataFrame], pl.DataFrame], str | None]] = {
    "shuffled rows": (lambda rows: rows.sample(fraction=1, shuffle=True, seed=1), None),
    "absent zero rows": (
        lambda rows: set_flow(FIRST_PAIR, 0)(rows).filter(pl.col("flow") > 0),
        "zero_rows_absent",
    ),
    "a duplicated pair and year": (
        lambda rows: pl.concat([rows, rows.filter(FIRST_PAIR & (pl.col("year") == 2005))]),
        "duplicate",
    ),
    "a missing year": (without(pl.col("year") == 2006), "missing_period"),
    "suppressed": (set_flow(FIRST_PAIR & (pl.col("year") > 2009), -1), "suppressed"),
    "a late region": (without(YOUNG & (pl.col("year") < 2009)), "late_region"),
    "four years only": (without(pl.col("year") < 2009), "short_history"),
    "one year only": (without(pl.col("year") < 2012), "short_history"),
    "a jump of the level": (
        set_flow(pl.col("year") == 2012, (pl.col("flow") * 1.48).cast(pl.Int64)),
        "level_jump",
    ),
    "moves within a region": (lambda rows: pl.concat([rows, WITHIN]), "within_region"),
}


@pytest.mark.parametrize(("spoil", "fault"), TRAPS.values(), ids=TRAPS.keys())
def test_every_trap_gets_a_whole_answer_and_its_name(
    tmp_path: Path,
    spoil: Callable[[pl.DataFrame], pl.DataFrame],
    fault: str | None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    out = tmp_path / "pred.csv"
    qonys(monkeypatch, "forecast", written(tmp_path, spoil(table())), "--horizon", 3, "--out", out)
    predictions(out, 4, 3)
    faults = pl.read_csv(tmp_path / "pred.faults.csv")["fault"].to_list()
    said = capsys.readouterr()
    assert said.out == ""
    if fault is None:
        assert faults == []
    else:
        assert fault in faults
        assert fault in said.err


def test_all_traps_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    rows = table()
    for spoil, _ in reversed(TRAPS.values()):
        if spoil is not TRAPS["one year only"][0] and spoil is not TRAPS["four years only"][0]:
            rows = spoil(rows)
    out = tmp_path / "pred.csv"
    qonys(monkeypatch, "forecast", written(tmp_path, rows), "--horizon", 5, "--out", out)
    predictions(out, 4, 5)


def test_totals_beside_the_forecast_are_sums_of_its_pairs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    out = tmp_path / "pred.csv"
    qonys(monkeypatch, "forecast", written(tmp_path, table()), "--horizon", 2, "--out", out)
    made, totals = predictions(out, 4, 2), pl.read_csv(tmp_path / "pred.totals.csv")
    for side, column in (("out", "origin"), ("in", "destination")):
        sums = made.group_by("horizon", pl.col(column).alias("region")).agg(pl.col("yhat").sum())
        both = totals.filter(pl.col("direction") == side).join(sums, on=["horizon", "region"])
        assert both.height == 8
        np.testing.assert_allclose(both["yhat"], both["yhat_right"], rtol=1e-12)
    nation = totals.filter(pl.col("direction") == "all").sort("horizon")["yhat"]
    np.testing.assert_allclose(nation, made.group_by("horizon").agg(pl.col("yhat").sum()).sort("horizon")["yhat"])


def test_quarters_add_up_to_their_year(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    rows = written(tmp_path, table(4).filter((pl.col("year") < 2012) | (pl.col("quarter") == 1)))
    for period, horizon in (("quarter", 7), ("year", 2)):
        out = tmp_path / f"{period}.csv"
        qonys(monkeypatch, "forecast", rows, "--horizon", horizon, "--period", period, "--out", out)
    quarters, years = pl.read_csv(tmp_path / "quarter.csv"), pl.read_csv(tmp_path / "year.csv")
    assert years["cutoff"].unique().to_list() == [2011]
    pair = ["origin", "destination"]
    coming = quarters.filter(pl.col("year") == 2013).group_by(pair).agg(pl.col("yhat").sum())
    both = years.filter(pl.col("horizon") == 2).join(coming, on=pair)
    np.testing.assert_allclose(both["yhat"], both["yhat_right"], rtol=1e-12)
    known = table(4).filter((pl.col("year") == 2012) & (pl.col("quarter") == 1))
    rest = quarters.filter(pl.col("year") == 2012).group_by(pair).agg(pl.col("yhat").sum())
    both = years.filter(pl.col("horizon") == 1).join(rest, on=pair).join(known, on=pair)
    np.testing.assert_allclose(both["yhat"], both["yhat_right"] + both["flow"], rtol=1e-12)


def test_a_nowcast_has_the_margins_it_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    rows = table()
    coming = rows.filter(pl.col("year") == 2012)
    gone = coming.group_by(pl.col("origin").alias("region")).agg(pl.col("flow").sum().alias("out"))
    come = coming.group_by(pl.col("destination").alias("region")).agg(pl.col("flow").sum().alias("in"))
    margins = written(tmp_path, gone.join(come, on="region").with_columns(year=pl.lit(2012)), "margins.csv")
    out = tmp_path / "pred.csv"
    qonys(monkeypatch, "nowcast", written(tmp_path, rows.filter(pl.col("year") < 2012)), margins, "--out", out)
    made = predictions(out, 4, 1)
    sums = made.group_by(pl.col("origin").alias("region")).agg(pl.col("yhat").sum()).join(gone, on="region")
    np.testing.assert_allclose(sums["yhat"], sums["out"], rtol=1e-9)


def test_a_partial_year_is_told_from_the_quarters_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    rows = table(4)
    part = written(tmp_path, rows.filter((pl.col("year") == 2012) & (pl.col("quarter") <= 3)), "part.csv")
    before = written(tmp_path, rows.filter(pl.col("year") < 2012))
    out = tmp_path / "pred.csv"
    qonys(monkeypatch, "nowcast", before, "--partial", part, "--out", out)
    made = predictions(out, 4, 1)
    known = rows.filter((pl.col("year") == 2012) & (pl.col("quarter") <= 3)).group_by("origin", "destination")
    both = made.join(known.agg(pl.col("flow").sum()), on=["origin", "destination"])
    assert (both["yhat"] > both["flow"]).all()
    assert (both["yhat"] < 1.7 * both["flow"]).all()


def test_an_estimate_is_labelled_and_adds_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    sums = [("A", 2020, 30, 50), ("B", 2020, 60, 40), ("C", 2020, 50, 50)]
    margins = written(tmp_path, pl.DataFrame(sums, schema=["region", "year", "in", "out"], orient="row"), "m.csv")
    kilometres = [("A", "B", 100), ("A", "C", 900), ("B", "C", 850)]
    distance = pl.DataFrame(kilometres, schema=["origin", "destination", "distance_km"], orient="row")
    out = tmp_path / "od.csv"
    qonys(monkeypatch, "estimate", margins, "--distance", written(tmp_path, distance, "d.csv"), "--out", out)
    made = pl.read_csv(out)
    assert made.columns[:6] == ["origin", "destination", "year", "flow", "lo80", "hi80"]
    assert set(made["kind"]) == {"estimate"}
    by_origin = made.group_by("origin").agg(pl.col("flow").sum()).sort("origin")["flow"]
    np.testing.assert_allclose(by_origin, [50, 40, 50], rtol=1e-9)
    by_destination = made.group_by("destination").agg(pl.col("flow").sum()).sort("destination")["flow"]
    np.testing.assert_allclose(by_destination, [30, 60, 50], rtol=1e-9)


def test_a_back_test_leaves_predictions_truth_and_a_scoreboard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    qonys(monkeypatch, "backtest", written(tmp_path, table()), "--out", tmp_path / "bt")
    made, truth = pl.read_csv(tmp_path / "bt/predictions.csv"), pl.read_csv(tmp_path / "bt/truth.csv")
    assert made.columns[:9] == PAIR_COLUMNS
    assert truth.columns == ["origin", "destination", "year", "flow"]
    due = made.with_columns(year=pl.col("cutoff") + pl.col("horizon"))
    assert due.join(truth, on=["origin", "destination", "year"]).height == made.height
    board = pl.read_csv(tmp_path / "bt/scoreboard.csv")
    assert {"horizon", "relative_error", "covered80", "worst_covered80"} <= set(board.columns)
    assert {"heard", "demoted"} & set(pl.read_csv(tmp_path / "bt/methods.csv")["standing"])
    assert "relative" in capsys.readouterr().out


@pytest.mark.shared
def test_published_scores_are_those_of_the_scoreboard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The scorer that stands beside the published tables finds what our scoreboard says."""
    require_shared()
    data = SHARED / "data" / "flows"
    qonys(monkeypatch, "backtest", data / "uk_regions_annual_od.csv.gz", "--out", tmp_path / "bt")
    made, truth = pl.read_csv(tmp_path / "bt/predictions.csv"), pl.read_csv(data / "uk_regions_annual_od.csv.gz")
    ends = ["origin", "destination"]
    due = made.with_columns(year=pl.col("cutoff") + pl.col("horizon")).join(truth, on=[*ends, "year"])
    base = truth.select(*ends, cutoff="year", base="flow")
    both = due.join(base, on=[*ends, "cutoff"]).with_columns(
        error=(pl.col("yhat") - pl.col("flow")).abs(), naive=(pl.col("base") - pl.col("flow")).abs()
    )
    ours = both.group_by("horizon").agg(relative=pl.col("error").sum() / pl.col("naive").sum()).sort("horizon")
    np.testing.assert_allclose(ours["relative"], pl.read_csv(tmp_path / "bt/scoreboard.csv")["relative_error"])


# what is wrong -> (rows, further arguments, what the letter must name)
REFUSED: dict[str, tuple[pl.DataFrame, tuple[object, ...], tuple[str, ...]]] = {
    "no flow column": (table().rename({"flow": "persons"}), (), ("'flow'", "Add")),
    "a text for a number": (
        table().with_columns(flow=pl.when(FIRST_PAIR).then(pl.lit("many")).otherwise(pl.col("flow").cast(pl.String))),
        (),
        ("Row 3", "many", "digits"),
    ),
    "a year that is none": (table().with_columns(year=pl.lit("20x1")), (), ("Row 2", "'year'", "20x1")),
    "no territory": (table().with_columns(origin=pl.lit("")), (), ("Row 2", "'origin'", "blank")),
    "a finer period than the file's": (table(), ("--period", "month"), ("months", "years")),
    "a period that is none": (table(), ("--period", "week"), ("week", "quarter")),
    "only moves within": (table().with_columns(destination="origin"), (), ("od.csv", "territory to another")),
    "broken down by sex": (
        pl.concat([table(), table().with_columns(flow=pl.col("flow") // 2)]),
        (),
        ("od.csv", "more than once", "Add them up"),
    ),
}


@pytest.mark.parametrize(("rows", "options", "named"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_used_is_refused_with_a_letter_and_nothing_is_written(
    tmp_path: Path,
    rows: pl.DataFrame,
    options: tuple[object, ...],
    named: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    out = tmp_path / "new" / "pred.csv"
    with pytest.raises(SystemExit) as end:
        qonys(monkeypatch, "forecast", written(tmp_path, rows), "--horizon", 2, "--out", out, *options)
    assert end.value.code == 2
    said = capsys.readouterr()
    assert said.out == ""
    for word in named:
        assert word in said.err
    assert not out.exists()


def test_margins_nobody_can_have_are_refused_naming_file_and_year(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    sums = [("A", 2020, 900, 900), ("B", 2020, 10, 10), ("C", 2020, 20, 20)]
    margins = written(tmp_path, pl.DataFrame(sums, schema=["region", "year", "in", "out"], orient="row"), "m.csv")
    kilometres = [("A", "B", 100), ("A", "C", 900), ("B", "C", 850)]
    distance = pl.DataFrame(kilometres, schema=["origin", "destination", "distance_km"], orient="row")
    with pytest.raises(SystemExit):
        qonys(monkeypatch, "estimate", margins, "--distance", written(tmp_path, distance, "d.csv"), "--out", "x.csv")
    said = capsys.readouterr().err
    for word in ("m.csv, 2020", "receives more than all others send"):
        assert word in said


@pytest.mark.shared
def test_a_gzipped_file_is_forecast_by_the_installed_command(tmp_path: Path):
    require_shared()
    command = [Path(sys.executable).with_name("qonys"), "flows", "forecast"]
    path, out = SHARED / "data" / "flows" / "korea16_annual_od.csv.gz", tmp_path / "pred.csv"
    answer = subprocess.run([*command, path, "--horizon", "2", "--out", out], capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr
    assert "noise floor" in answer.stderr
    predictions(out, 16, 2)


def test_a_file_in_parts_is_forecast_part_by_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = table(), table(first=2003)
    both = pl.concat(
        [each.with_columns(pl.lit(name).alias("citizenship")) for each, name in ((one, "KZ"), (other, "UZ"))]
    )
    qonys(
        monkeypatch,
        "forecast",
        written(tmp_path, both),
        "--horizon",
        2,
        "--by",
        "citizenship",
        "--out",
        tmp_path / "p.csv",
    )
    made = pl.read_csv(tmp_path / "p.csv")
    for name, alone in (("KZ", one), ("UZ", other)):
        file = written(tmp_path, alone, f"{name}.csv")
        qonys(monkeypatch, "forecast", file, "--horizon", 2, "--out", tmp_path / "alone.csv")
        expected = pl.read_csv(tmp_path / "alone.csv").select(
            "horizon", "origin", "destination", "yhat", "lo80", "hi95"
        )
        assert made.filter(pl.col("citizenship") == name).select(expected.columns).equals(expected)


def test_what_spark_would_run_on_a_group_is_the_same_function() -> None:
    rows = table().with_columns(pl.lit("KZ").alias("citizenship")).to_pandas()
    made = partitions._for_group("citizenship", 2, None)(rows)
    assert tuple(made.columns) == partitions.COLUMNS and set(made["part"]) == {"KZ"} and len(made) == 4 * 3 * 2
    alone = partitions.forecast_part(table().cast(pl.String), "KZ", 2)
    assert made["yhat"].to_numpy() == pytest.approx(alone.made.pairs.mean.ravel())


@pytest.mark.parametrize(("column", "letter"), [("nation", "column 'nation' is missing"), ("citizenship", "blank")])
def test_parts_that_cannot_be_told_apart_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], column: str, letter: str
) -> None:
    file = written(tmp_path, table().with_columns(pl.lit("").alias("citizenship")))
    with pytest.raises(SystemExit):
        qonys(monkeypatch, "forecast", file, "--horizon", 1, "--by", column, "--out", tmp_path / "p.csv")
    assert letter in capsys.readouterr().err and not (tmp_path / "p.csv").exists()
