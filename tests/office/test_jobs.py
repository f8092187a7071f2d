"""Jobs: one at a time, watched, cancelled, recovered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from qonys.engines.vocabulary.errors import MissingCell
from qonys.office.foundation.jobs import lifecycle, selectors, services, tasks
from qonys.office.foundation.jobs.models import Job
from qonys.office.foundation.jobs.states import NEXT, OPEN, State, WrongState, check
from qonys.office.planning.forecasts import tasks as forecasts

pytestmark = pytest.mark.django_db
Progress = Callable[[float, str], None]


def good_work(parameters: dict[str, Any], progress: Progress) -> str:
    progress(0.5, "projection")
    return f"run of {parameters['country']}"


def bad_work(parameters: dict[str, Any], progress: Progress) -> str:
    raise MissingCell("age 17 is absent.", where="population.csv row 12", remedy="Add it.")


def broken_work(parameters: dict[str, Any], progress: Progress) -> str:
    return str(1 / 0)


def cancelled_work(parameters: dict[str, Any], progress: Progress) -> str:
    services.cancel(Job.objects.get())
    progress(0.7, "projection")
    raise AssertionError("work goes on after it was cancelled")


def job_of(work: Callable[..., str]) -> Job:
    return services.enqueue("forecast", f"{__name__}.{work.__name__}", {"country": "kz"})


@pytest.mark.parametrize("old", list(State))
@pytest.mark.parametrize("new", list(State))
def test_a_job_goes_only_where_the_table_leads(old: State, new: State) -> None:
    if new in NEXT[old]:
        check(old, new)
    else:
        with pytest.raises(WrongState):
            check(old, new)


def test_every_state_can_be_reached_and_only_open_ones_lead_on() -> None:
    assert {State.QUEUED}.union(*NEXT.values()) == set(State)
    assert {state for state, following in NEXT.items() if following} == set(OPEN)


def test_asking_twice_gives_the_same_job() -> None:
    first, second = job_of(good_work), job_of(good_work)
    assert first.pk == second.pk
    assert DBTaskResult.objects.count() == 1


def test_work_that_succeeds_leaves_its_result() -> None:
    job = job_of(good_work)
    tasks.perform.call(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result, job.progress, job.stage) == ("done", "run of kz", 1.0, "projection")
    assert job.started and job.finished and not job.error


def test_what_a_job_leaves_may_have_many_names() -> None:
    names = " ".join(f"kz-scenario-{number}-20261123-144256-5a99d9" for number in range(40))
    job = services.enqueue("scenarios", "nowhere.work", {})
    lifecycle.finish(lifecycle.start(job), names)
    assert Job.objects.get().result == names


def test_a_refused_input_becomes_the_letter_its_reader_needs() -> None:
    job = job_of(bad_work)
    tasks.perform.call(job.pk)
    job.refresh_from_db()
    assert job.state == "failed"
    assert job.error == "population.csv row 12: age 17 is absent. Add it."


def test_a_defect_fails_the_job_and_frees_the_place() -> None:
    tasks.perform.call(job_of(broken_work).pk)
    assert selectors.latest("forecast").state == "failed"  # type: ignore[union-attr]
    assert job_of(good_work).state == "queued"


def test_a_cancelled_job_stops_at_its_next_report() -> None:
    job = job_of(cancelled_work)
    tasks.perform.call(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result) == ("cancelled", "")


def test_a_job_cancelled_while_it_waits_is_never_begun() -> None:
    job = services.cancel(job_of(bad_work))
    tasks.perform.call(job.pk)
    job.refresh_from_db()
    assert job.state == "cancelled"


def test_what_is_over_cannot_be_cancelled() -> None:
    job = job_of(good_work)
    tasks.perform.call(job.pk)
    with pytest.raises(WrongState, match="final"):
        services.cancel(job)


def test_a_silent_workers_job_is_queued_again() -> None:
    job = lifecycle.start(job_of(good_work))
    Job.objects.update(alive=timezone.now() - timedelta(minutes=1), worker="elsewhere:1")
    services.recover()
    job.refresh_from_db()
    assert (job.state, job.attempts, job.progress) == ("queued", 1, 0.0)
    assert DBTaskResult.objects.count() == 2


def test_the_job_of_a_process_that_is_gone_is_queued_at_once() -> None:
    job = lifecycle.start(job_of(good_work))
    machine = lifecycle.this_process().rpartition(":")[0]
    Job.objects.update(worker=f"{machine}:999999999")
    services.recover()
    job.refresh_from_db()
    assert job.state == "queued"


def test_a_living_workers_job_is_left_alone() -> None:
    lifecycle.start(job_of(good_work))
    assert services.recover() == []


def test_after_three_dead_workers_the_job_is_failed() -> None:
    job = lifecycle.start(job_of(good_work))
    Job.objects.update(alive=None, worker="elsewhere:1", attempts=3)
    services.recover()
    job.refresh_from_db()
    assert job.state == "failed"
    assert "Nothing half-written" in job.error


@pytest.fixture
def forecaster(settings: Any) -> Iterator[None]:
    settings.QONYS_FORECASTER = f"{__name__}.make_run"
    yield


def make_run(country: str, *, trajectories: int, seed: int, author: str, progress: Progress) -> str:
    progress(0.9, "writing")
    return f"{country}-{trajectories}-{seed}-{author}"


@pytest.mark.usefixtures("empty_home", "forecaster")
def test_the_first_start_asks_for_one_forecast_and_the_worker_makes_it(settings: Any) -> None:
    job = forecasts.ensure_first_forecast()
    assert job is not None
    assert forecasts.ensure_first_forecast() == job
    tasks.perform.call(job.pk)
    job.refresh_from_db()
    assert job.result == f"kz-{settings.QONYS_TRAJECTORIES}-{settings.QONYS_SEED}-first start"


@pytest.mark.usefixtures("run")
def test_with_a_run_on_disk_no_first_forecast_is_asked_for() -> None:
    assert forecasts.ensure_first_forecast() is None
    assert not Job.objects.exists()


@pytest.mark.usefixtures("empty_home")
def test_progress_is_told_in_the_readers_language(client: Client) -> None:
    job = lifecycle.start(job_of(good_work))
    Job.objects.update(started=timezone.now() - timedelta(seconds=30))
    job.refresh_from_db()
    lifecycle.report(job, 0.6, "projection")
    told = client.get(f"/ru/jobs/{job.pk}/progress.json").json()
    assert told["percent"] == 60
    assert told["stage"] == "Следим за населением год за годом"
    assert told["left"] == "Осталось примерно 20 секунд"


@pytest.mark.usefixtures("empty_home")
def test_a_reader_can_start_and_cancel_where_controls_are_open_and_nowhere_else(client: Client, settings: Any) -> None:
    client.post("/en/forecast/start")
    job = Job.objects.get()
    settings.QONYS_PUBLIC_CONTROLS = False
    assert client.post(f"/en/jobs/{job.pk}/cancel").status_code == 403
    settings.QONYS_PUBLIC_CONTROLS = True
    assert client.post(f"/en/jobs/{job.pk}/cancel").status_code == 302
    job.refresh_from_db()
    assert job.state == "cancelled"
    assert client.get(f"/en/jobs/{job.pk}/cancel").status_code == 405


@pytest.mark.usefixtures("empty_home")
def test_starting_needs_the_form_of_this_site() -> None:
    assert Client(enforce_csrf_checks=True).post("/en/forecast/start").status_code == 403
    assert not Job.objects.exists()
