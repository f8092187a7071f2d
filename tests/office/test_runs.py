"""A run appears whole or not at all, says what it stood on, and notices when it was altered."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest

from qonys.engines.vocabulary.errors import DamagedRun, UnknownRun
from qonys.office.planning.forecasts import reports, runs, store
from qonys.office.planning.forecasts.services import make_run

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "samal"
PLAN = {"trajectories": 40, "seed": 7, "last_year": 2040}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home with two runs of the invented country: the same plan twice, on one thread and on two."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QONYS_HOME", str(folder))
        make_run(str(EXAMPLE), **PLAN, threads=1, author="a test")
        make_run(str(EXAMPLE), **PLAN, threads=2, author="a test")
        yield folder


@pytest.fixture
def served(home: Path, settings: object) -> Path:
    settings.QONYS_HOME = home
    return home


def folders(home: Path) -> list[Path]:
    return sorted((home / "runs").iterdir())


def copied(run: Path, target: Path) -> Path:
    target.mkdir(parents=True)
    for path in run.iterdir():
        (target / path.name).write_bytes(path.read_bytes())
    return target


def test_the_same_seed_gives_the_same_bytes_on_one_thread_and_on_two(home: Path):
    one, two = folders(home)
    tables = sorted(path.name for path in one.glob("*.parquet"))
    assert {"population.parquet", "indicators.parquet", "history.parquet"} <= set(tables)
    assert all((one / name).read_bytes() == (two / name).read_bytes() for name in tables)


def test_the_same_seed_gives_the_same_bytes_after_another_start_and_another_seed_does_not(home: Path, tmp_path: Path):
    code = (
        "from qonys.office.planning.forecasts.services import make_run; import sys;"
        f"make_run({str(EXAMPLE)!r}, trajectories=40, last_year=2040, seed=int(sys.argv[1]))"
    )
    for seed in ("7", "8"):
        environment = {"QONYS_HOME": str(tmp_path / seed), "PATH": ""}
        subprocess.run([sys.executable, "-c", code, seed], check=True, env=environment)
    same, other = ((folders(tmp_path / seed)[0] / "population.parquet").read_bytes() for seed in ("7", "8"))
    first = (folders(home)[0] / "population.parquet").read_bytes()
    assert same == first
    assert other != first


def test_manifest_tells_what_the_run_stood_on(home: Path):
    manifest = json.loads((folders(home)[0] / "manifest.json").read_text("utf-8"))
    assert (manifest["seed"], manifest["trajectories"], manifest["author"]) == (7, 40, "a test")
    assert any(entry["path"].startswith("figures/") for entry in manifest["inputs"])
    assert all(len(entry["sha256"]) == 64 for entry in (*manifest["inputs"], *manifest["outputs"]))
    assert manifest["code_version"].count("+") == 1


def test_regions_sum_to_the_nation_in_the_stored_means(home: Path):
    people = pl.read_parquet(folders(home)[0] / "population.parquet")
    nation = json.loads((folders(home)[0] / "territories.json").read_text("utf-8"))["nation"]["code"]
    key = ["year", "sex", "age"]
    regions = people.filter(pl.col("territory") != nation).group_by(key).agg(pl.col("mean").cast(pl.Float64).sum())
    both = people.filter(pl.col("territory") == nation).join(regions, on=key, suffix="_of_regions")
    assert len(both) == both.n_unique(key) > 0
    assert both.select((pl.col("mean") - pl.col("mean_of_regions")).abs() / (1 + pl.col("mean"))).max().item() < 1e-5


def test_quantiles_are_in_order(home: Path):
    for name in ("population", "indicators"):
        table = pl.read_parquet(folders(home)[0] / f"{name}.parquet")
        edges = ["q025", "q10", "q50", "q90", "q975"]
        for low, high in pairwise(edges):
            assert table.filter(pl.col(low) > pl.col(high)).is_empty()


def test_a_forecast_that_is_given_up_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("QONYS_HOME", str(tmp_path))

    def give_up(share: float, stage: str) -> None:
        if stage == "writing":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_run(str(EXAMPLE), **PLAN, progress=give_up)
    assert not (tmp_path / "runs").exists() or folders(tmp_path) == []


def test_a_failure_while_writing_leaves_nothing(tmp_path: Path):
    with pytest.raises(OSError, match="disk full"), store.new_run(tmp_path / "x") as folder:
        (folder / "half.parquet").write_bytes(b"PAR1")
        raise OSError("disk full")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("damage", "named"),
    [
        (lambda run: (run / "manifest.json").unlink(), "never finished"),
        (lambda run: (run / "manifest.json").write_text("{"), "manifest.json cannot be read"),
        (lambda run: (run / "population.parquet").unlink(), "population.parquet is missing"),
        (lambda run: (run / "indicators.parquet").write_bytes(b"PAR1"), "indicators.parquet was altered"),
        (lambda run: (run / "extra.csv").write_text("1"), "extra.csv is not one of the run's files"),
    ],
    ids=["no manifest", "torn manifest", "missing table", "altered table", "foreign file"],
)
def test_a_damaged_run_is_named(home: Path, tmp_path: Path, damage: object, named: str):
    run = copied(folders(home)[0], tmp_path / "run")
    damage(run)
    with pytest.raises(DamagedRun, match=named):
        store.verify(run)


def test_a_half_written_run_is_not_listed(served: Path):
    unfinished = served / "runs" / ".kz-unfinished"
    unfinished.mkdir(exist_ok=True)
    assert unfinished.name not in {run.id for run in runs.complete()}
    assert len(runs.complete()) == 2
    unfinished.rmdir()


def test_runs_are_listed_described_and_compared(served: Path):
    newest, oldest = runs.complete()
    assert next(reports.listing(runs.complete())).startswith(newest.id)
    assert any("population" in line for line in reports.description(newest))
    assert list(reports.difference(oldest, newest))[-1] == "  results: the same bytes"
    with pytest.raises(UnknownRun, match="qonys runs list"):
        runs.find("nothing")
