"""Health and metrics: true, quick to say, and silent about everything else."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.utils import OperationalError
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from qonys.office.foundation.jobs import gauges as job_gauges
from qonys.office.foundation.jobs import lifecycle, presence, services, size
from qonys.office.foundation.jobs.models import Job, Worker
from qonys.office.foundation.jobs.states import State
from qonys.office.foundation.watch import gauges
from qonys.office.foundation.watch.gauges import Gauge
from qonys.office.portal.watch.views import health

WORK = "qonys.office.foundation.journal.tasks.seal"
PATHS = ("/health", "/health/live", "/health/ready", "/health/worker", "/metrics")


def told(client: Client, **headers: str) -> dict[str, dict[tuple[str, ...], float]]:
    """Metrics, read as Prometheus reads them."""
    text = client.get("/metrics", **headers).content.decode()  # type: ignore[arg-type]
    found: dict[str, dict[tuple[str, ...], float]] = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            found.setdefault(sample.name, {})[tuple(sample.labels[name] for name in sorted(sample.labels))] = (
                sample.value
            )
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("path", PATHS)
def test_no_session_no_redirect_no_name_of_a_host_is_needed(client: Client, settings: Any, path: str) -> None:
    settings.SECURE_SSL_REDIRECT, settings.ALLOWED_HOSTS = True, ["qonys.example.kz"]
    answer = client.get(path, headers={"host": "10.0.0.7:8000", "accept-language": "ru"})
    assert answer.status_code in (200, 503) and not answer.cookies
    assert client.head(path).status_code == answer.status_code
    assert client.post(path).status_code == 405
    assert "sessionid" not in str(answer.headers).lower() and answer["X-Request-ID"]


@pytest.mark.django_db
def test_ready_says_when_migrations_are_missing_and_asks_again(client: Client) -> None:
    health._wait_for_migrations.cache_clear()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'jobs' AND name = '0003_result_of_any_length'")
        assert client.get("/health/ready").json() == {"status": "down", "database": "migrations are missing"}
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('jobs', '0003_result_of_any_length', '2026-11-23 00:00:00Z')"
        )
    assert client.get("/health/ready").status_code == 200


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_said_without_its_secrets(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise OperationalError('connection to server at "db.secret.kz", user "qonys" failed')

    monkeypatch.setattr(connection, "cursor", away)
    for path in PATHS[:1] + PATHS[2:4]:
        answer = client.get(path)
        assert answer.status_code == 503 and b"secret" not in answer.content
    assert client.get("/health/live").status_code == 200
    assert client.get("/metrics").status_code == 200  # what needs no database is still told


@pytest.mark.django_db
def test_the_worker_shows_life_and_its_silence_is_noticed(client: Client) -> None:
    assert client.get("/health/worker").status_code == 503
    presence.show()
    services.enqueue("seal", WORK, {})
    answer = client.get("/health/worker")
    assert answer.status_code == 200 and answer.json()["oldest_waiting_seconds"] < 5
    Worker.objects.update(seen=timezone.now() - timedelta(seconds=61))
    assert client.get("/health/worker").status_code == 503
    Worker.objects.update(seen=timezone.now() + timedelta(hours=2))  # before the clock was set back
    assert client.get("/health/worker").status_code == 503
    presence.leave()
    assert not Worker.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_worker_without_work_shows_life_until_it_ends() -> None:
    over = threading.Event()
    life = threading.Thread(target=presence.keep_showing, args=(over,))
    life.start()
    try:
        for _ in range(100):
            if presence.alive():
                break
            over.wait(0.05)
        assert [each.pk for each in presence.alive()] == [lifecycle.this_process()]
    finally:
        over.set()
        life.join()
    assert not presence.alive()


@pytest.mark.django_db
def test_metrics_are_for_this_machine_or_for_who_knows_the_token(client: Client, settings: Any) -> None:
    assert client.get("/metrics").status_code == 200
    for elsewhere in (
        {"REMOTE_ADDR": "10.1.2.3"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},  # a proxy on this machine brings the whole world
        {"HTTP_FORWARDED": "for=127.0.0.1"},
    ):
        settings.QONYS_METRICS_TOKEN = ""
        assert client.get("/metrics", **elsewhere).status_code == 404
        assert client.get("/metrics", HTTP_AUTHORIZATION="Bearer ", **elsewhere).status_code == 404
        settings.QONYS_METRICS_TOKEN = "қ-a-token"
        wrong, right = ({"HTTP_AUTHORIZATION": f"Bearer {word}"} for word in ("a-token", "қ-a-token"))
        assert client.get("/metrics", **elsewhere, **wrong).status_code == 404
        assert client.get("/metrics", **elsewhere, **right).status_code == 200


@pytest.mark.django_db
def test_metrics_tell_requests_by_route_and_jobs_by_state(client: Client) -> None:
    before = told(client).get("qonys_requests_total", {})
    for place in range(3):
        client.get(f"/en/data/5103093001{place}/")
    client.generic("X510309300127", "/en/about/")
    services.enqueue("seal", WORK, {})
    Job.objects.create(kind="other", task=WORK, state=State.FAILED)
    after = told(client)
    assert after["qonys_requests_total"][("GET", "run", "404")] - before.get(("GET", "run", "404"), 0) == 3
    assert not [labels for labels in after["qonys_requests_total"] if any("5103" in label for label in labels)]
    assert after["qonys_request_seconds_count"][("run",)] >= 3
    assert after["qonys_jobs"] == {("queued",): 1, ("running",): 0}
    assert after["qonys_recent_jobs"][("failed",)] == 1
    assert after["qonys_queue_age_seconds"][()] < 60
    assert after["qonys_journal_entries"][()] >= 0 and after["qonys_notices"][("waiting",)] == 0
    if connection.vendor == "postgresql" or os.path.exists(str(connection.settings_dict["NAME"])):
        assert after["qonys_database_bytes"][()] > 100_000


@pytest.mark.django_db
def test_a_room_that_fails_hinders_no_other() -> None:
    names = [f"{__name__}.failing", f"{__name__}.standing"]
    assert [each.name for each in gauges.all_of(names)] == ["qonys_standing"]


def failing() -> Iterator[Gauge]:
    yield Gauge("qonys_half", "Told before it fails.", 1)
    raise OperationalError("database is locked")


def standing() -> Iterator[Gauge]:
    yield Gauge("qonys_standing", "Told.", 1)


@pytest.mark.django_db
def test_a_job_taken_by_a_worker_that_died_before_it_began_is_queued_again() -> None:
    job = services.enqueue("seal", WORK, {})
    with connection.cursor() as cursor:
        cursor.execute("UPDATE django_tasks_database_dbtaskresult SET status = 'RUNNING'")  # claimed, then killed
    assert services.recover() == [] and queued() == 0  # it may just be beginning
    Job.objects.update(asked=timezone.now() - timedelta(minutes=1))
    services.recover()
    services.recover()
    assert queued() == 1
    assert Job.objects.get().pk == job.pk and job_gauges.queue_age() is not None


def queued() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status = 'READY'")
        return int(cursor.fetchone()[0])


def test_a_worker_that_grew_is_told_apart() -> None:
    held = size.megabytes_held()
    assert held == 0.0 if not Path("/proc/self/status").exists() else 30 < held < 10_000
