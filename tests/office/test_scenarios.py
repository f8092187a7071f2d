"""Comparisons: really computed on the forecast's own futures, whole or not at all, honest about what they stand on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from qonys.engines.vocabulary.errors import BadInput, DamagedRun, UnknownRun
from qonys.office.foundation.jobs import services as jobs
from qonys.office.foundation.jobs import tasks as worker
from qonys.office.foundation.jobs.models import Job
from qonys.office.planning.forecasts import runs, store
from qonys.office.planning.scenarios import comparisons, goals, library, selectors, services, tasks

DOCUMENT = "title: {kk: a, ru: b, en: Wages}\n# why\nwages:\n- {territory: XQ-C, percent: {2027: 5}}\n"
Progress = Any


def harbour() -> comparisons.Comparison:
    return comparisons.find("harbour", "xq")


@pytest.mark.usefixtures("compared")
def test_the_baseline_of_a_comparison_is_the_forecast_itself() -> None:
    """The same seed, futures and horizon: what is shown without the policy is the run's own numbers."""
    run, found = runs.latest(), harbour()
    assert run is not None and found.apart(run) == ()
    ours = pl.read_parquet(found.folder / "before.parquet")
    theirs = pl.read_parquet(run.folder / "indicators.parquet")
    key = ["territory", "year", "indicator"]
    both = ours.join(theirs, on=key, suffix="_of_run")
    assert len(both) > 1000 and {"population", "births", "old_age_dependency"} <= set(both["indicator"])
    for name in ("q10", "q50", "q90"):
        wrong = both.filter((pl.col(name) - pl.col(f"{name}_of_run")).abs() > 1e-5 * pl.col(name).abs() + 1e-6)
        assert wrong.is_empty(), wrong


@pytest.mark.usefixtures("compared")
def test_a_comparison_says_what_it_stands_on() -> None:
    found = harbour()
    manifest = json.loads((found.folder / "manifest.json").read_text("utf-8"))
    assert (manifest["seed"], manifest["trajectories"], manifest["author"]) == (7, 60, "a test")
    assert (found.first_year, found.last_year, found.horizon) == (2025, 2040, 2040)
    assert {"differences.parquet", "strengths.parquet", "indicators.parquet", "scenario.json", "before.parquet"} <= {
        entry["path"] for entry in manifest["outputs"]
    }
    assert all(len(entry["sha256"]) == 64 for entry in (*manifest["inputs"], *manifest["outputs"]))
    assert found.digest == library.digest_of(found.text)
    store.verify(found.folder)


@pytest.mark.usefixtures("compared")
def test_what_changes_is_told_with_its_odds() -> None:
    coast = selectors.changes(harbour(), "population", "XQ-C")[2040]
    nation = selectors.changes(harbour(), "population", "XQ")[2040]
    assert 0 < coast.band.q10 < coast.band.q50 < coast.band.q90 and coast.raised == 1.0
    assert nation.is_none
    assert selectors.across(harbour(), "population", 2040)["XQ-C"] == coast
    strength = selectors.strengths(harbour())["growth_points.0.elasticity"]
    assert strength.low < strength.value < strength.high and strength.to_be_replaced and strength.source


def test_the_same_document_gives_the_same_bytes(own_comparisons: Path) -> None:
    run = runs.latest()
    assert run is not None
    text = harbour().text
    name = services.make_comparisons(tasks.basis(run), [{"key": "harbour", "text": text}], author="another")
    first, again = sorted((own_comparisons / "comparisons").glob("*harbour*"))
    assert name in (first.name, again.name)
    for table in ("differences", "before", "indicators", "strengths"):
        assert (first / f"{table}.parquet").read_bytes() == (again / f"{table}.parquet").read_bytes()
    assert len(comparisons.complete("xq")) == 3 and len(comparisons.newest("xq")) == 2
    assert harbour().author == "another"


def test_the_document_is_kept_as_it_was_written(own_comparisons: Path) -> None:
    run = runs.latest()
    assert run is not None
    name = services.make_comparisons(tasks.basis(run), [{"key": "", "text": DOCUMENT}], author="me")
    found = comparisons.find(name, "xq")
    assert found.text == DOCUMENT and (found.title.en, found.key, found.name) == ("Wages", "", name)


@pytest.mark.parametrize("given_up_at", ["calibration", "baseline", "scenarios", "writing"])
def test_a_comparison_that_is_given_up_leaves_nothing(own_comparisons: Path, given_up_at: str) -> None:
    run = runs.latest()
    assert run is not None
    before = {path.name for path in (own_comparisons / "comparisons").iterdir()}

    def progress(share: float, stage: str) -> None:
        assert 0 <= share <= 1
        if stage == given_up_at:
            raise KeyboardInterrupt

    basis = tasks.basis(run) | {"seed": 7 if given_up_at != "calibration" else 11}  # prepared anew
    with pytest.raises(KeyboardInterrupt):
        services.make_comparisons(basis, [{"key": "", "text": DOCUMENT}], author="me", progress=progress)
    assert {path.name for path in (own_comparisons / "comparisons").iterdir()} == before


def test_a_bad_document_is_refused_before_anything_is_computed(own_comparisons: Path) -> None:
    run = runs.latest()
    assert run is not None
    documents = [{"key": "", "text": DOCUMENT}, {"key": "wrong", "text": "housing: 5"}]
    with pytest.raises(BadInput, match=r"Row 1 of wrong.yaml: housing: this is a list"):
        services.make_comparisons(tasks.basis(run), documents, author="me")
    assert len(comparisons.complete("xq")) == 2


@pytest.mark.django_db
def test_the_worker_computes_a_written_document(own_comparisons: Path) -> None:
    run = runs.latest()
    assert run is not None
    job = tasks.ask_for_comparison(run, DOCUMENT, "me")
    worker.perform.call(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == ("done", "")
    assert comparisons.find(job.result, "xq").author == "me"


@pytest.mark.django_db
def test_a_job_cancelled_while_it_runs_leaves_nothing(own_comparisons: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = runs.latest()
    assert run is not None
    job = tasks.ask_for_comparison(run, DOCUMENT, "me")
    keep = services.store.write_table

    def cancel_meanwhile(folder: Path, name: str, table: pl.DataFrame) -> None:
        keep(folder, name, table)
        if name == "strengths":
            jobs.cancel(Job.objects.get())

    monkeypatch.setattr(services.store, "write_table", cancel_meanwhile)
    worker.perform.call(job.pk)
    job.refresh_from_db()
    assert job.state == "cancelled"
    assert len(list((own_comparisons / "comparisons").iterdir())) == 2


@pytest.mark.django_db
def test_a_fresh_forecast_asks_for_the_scenarios_of_the_country_once(
    own_comparisons: Path, country_with_scenarios: Path
) -> None:
    assert tasks.ask_for_library() is None
    for folder in (own_comparisons / "comparisons").glob("*hills*"):
        (folder / "manifest.json").unlink()
    job = tasks.ask_for_library()
    assert job is not None and [each["key"] for each in job.parameters["documents"]] == ["hills"]
    assert tasks.ensure_library() == job
    jobs.cancel(job)
    assert tasks.ensure_library() == job and Job.objects.count() == 1
    again = tasks.ask_for_library()
    assert again is not None and again.pk != job.pk


@pytest.mark.django_db
def test_the_forecast_job_queues_them_behind_itself(
    home_with_turn: Path, country_with_scenarios: Path, settings: Any
) -> None:
    settings.QONYS_HOME, settings.QONYS_COUNTRY = home_with_turn, str(country_with_scenarios)
    settings.QONYS_FORECASTER = f"{__name__}.no_forecast"
    from_tasks = {"country": "", "trajectories": 1, "seed": 1, "author": ""}
    job = jobs.enqueue("forecast", "qonys.office.planning.forecasts.tasks.forecast", from_tasks)
    worker.perform.call(job.pk)
    job.refresh_from_db()
    assert job.state == "done"
    queued = Job.objects.get(kind="scenarios")
    assert [each["key"] for each in queued.parameters["documents"]] == ["harbour", "hills"]
    assert queued.parameters["basis"]["trajectories"] == 60


def no_forecast(country: str, **_asked: Any) -> str:
    return "a run"


@pytest.mark.django_db
def test_a_changed_document_or_forecast_asks_anew(own_comparisons: Path, tmp_path: Path, settings: Any) -> None:
    run = runs.latest()
    assert run is not None and tasks.lacking(run) == ()
    manifest = harbour().folder / "manifest.json"
    told = json.loads(manifest.read_text("utf-8"))
    for change in ({"document": "0" * 64}, {"seed": 8}, {"trajectories": 6}, {"horizon": 2050}, {"code_version": "0"}):
        manifest.write_text(json.dumps(told | change), encoding="utf-8")
        assert [each.key for each in tasks.lacking(run)] == ["harbour"], change
    manifest.write_text("{", encoding="utf-8")
    with pytest.raises(DamagedRun, match="Move the folder away"):
        comparisons.complete("xq")


@pytest.mark.usefixtures("compared")
def test_a_document_without_a_run_is_not_asked_for(tmp_path: Path, settings: Any) -> None:
    settings.QONYS_HOME = tmp_path
    assert tasks.ask_for_library() is None
    assert comparisons.complete("xq") == ()
    with pytest.raises(UnknownRun):
        comparisons.find("harbour", "xq")


@pytest.mark.django_db
def test_a_goal_is_sought_in_the_worker_and_answered_in_three_languages(own_comparisons: Path) -> None:
    run = runs.latest()
    assert run is not None
    wanted = {"territory": "XQ-C", "indicator": "working_age", "year": 2035, "level": 1e9}
    job = tasks.ask_for_goal(run, wanted, "me")
    worker.perform.call(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == ("done", "")
    answer = goals.find(job.result, "xq")
    told = answer.document("answer.json")
    assert told["words"]["en"][1].startswith("Impossible")
    assert told["words"]["ru"][1].startswith("Невозможно") and told["words"]["kk"][1].startswith("Мүмкін емес")
    assert (told["possible"], told["persons"]) == (False, None)
    store.verify(answer.folder)


@pytest.mark.django_db
def test_a_goal_nobody_can_seek_fails_with_a_letter(own_comparisons: Path) -> None:
    run = runs.latest()
    assert run is not None
    job = tasks.ask_for_goal(run, {"territory": "XQ-9", "indicator": "working_age", "year": 2035}, "me")
    worker.perform.call(job.pk)
    job.refresh_from_db()
    assert job.state == "failed" and "goal: territory: territory 'XQ-9'" in job.error
    assert goals.complete("xq") == ()


@pytest.mark.usefixtures("compared")
def test_differences_agree_with_the_two_outcomes() -> None:
    """The mean of the change is the change of the means: no future was lost or paired with another."""
    folder = harbour().folder
    before, after, change = (
        pl.read_parquet(folder / f"{name}.parquet").select("territory", "year", "indicator", "mean")
        for name in ("before", "indicators", "differences")
    )
    key = ["territory", "year", "indicator"]
    joined = change.join(before, on=key, suffix="_before").join(after, on=key, suffix="_after")
    people = joined.filter(pl.col("indicator").is_in(["population", "births", "working_age"]))
    expected = people.select((pl.col("mean_after") - pl.col("mean_before")).alias("mean"))
    assert len(people) > 100
    assert_frame_equal(people.select("mean"), expected, abs_tol=1.0, rel_tol=1e-3)
