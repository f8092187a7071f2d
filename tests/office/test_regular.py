"""Work that comes round by the clock."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import DatabaseError
from django.utils import timezone
from django.utils.module_loading import import_string

from qonys.office.foundation.authority import lockout
from qonys.office.foundation.authority.models import Failures
from qonys.office.foundation.jobs import lifecycle, regular, tasks, tidying
from qonys.office.foundation.jobs.models import Job
from qonys.office.foundation.jobs.regular import Regular, ask_for_due
from qonys.office.foundation.jobs.states import State

pytestmark = pytest.mark.django_db
HOURLY = Regular("seal", "qonys.office.foundation.journal.tasks.seal", timedelta(hours=1))


def done() -> Job:
    job = ask_for_due([HOURLY])[0]
    tasks.perform.call(job.pk)
    return Job.objects.get(pk=job.pk)


def test_what_never_ran_is_due_and_what_just_ran_is_not() -> None:
    assert done().state == State.DONE
    assert ask_for_due([HOURLY]) == []


@pytest.mark.parametrize("hours", [2, -2])  # the second by a clock that has been set back
def test_it_is_due_again_after_its_interval(hours: int) -> None:
    done()
    Job.objects.update(asked=timezone.now() - timedelta(hours=hours))
    assert len(ask_for_due([HOURLY])) == 1


def test_it_is_not_asked_for_while_it_waits_or_runs() -> None:
    job = ask_for_due([HOURLY])[0]
    Job.objects.update(asked=timezone.now() - timedelta(days=1))
    assert ask_for_due([HOURLY]) == []
    lifecycle.start(job)
    assert ask_for_due([HOURLY]) == []


def test_a_database_that_is_away_ends_nothing(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    over, asked = threading.Event(), []

    def away(works: Any) -> None:
        asked.append(works)
        over.set()
        raise DatabaseError

    monkeypatch.setattr(regular, "ask_for_due", away)
    monkeypatch.setattr(regular.connection, "close", lambda: None)  # that of the test
    regular.keep_asking(over)
    assert [work.kind for work in asked[0]] == [kind for kind, _, _ in settings.QONYS_REGULAR]
    assert {"seal", "tidy", "notices", "files"} <= {work.kind for work in asked[0]}


def test_every_regular_work_of_the_settings_can_be_done(settings: Any) -> None:
    assert all(callable(import_string(task)) for _, task, _ in settings.QONYS_REGULAR)


def test_tidying_forgets_what_no_longer_counts() -> None:
    lockout.attempt("login", "x")
    Failures.objects.update(last=timezone.now() - timedelta(days=3))
    Session.objects.create(session_key="old", session_data="", expire_date=timezone.now() - timedelta(days=1))
    job = Job.objects.create(kind="tidy", task="qonys.office.foundation.authority.tasks.tidy")
    tasks.perform.call(job.pk)
    assert Job.objects.get().result == "1 old attempts forgotten"
    assert not Session.objects.exists() and not Failures.objects.exists()


def test_a_week_of_regular_jobs_is_kept_and_the_newest_of_each_kind_always() -> None:
    for days in (30, 20, 1):
        job = done()
        Job.objects.filter(pk=job.pk).update(
            finished=timezone.now() - timedelta(days=days), asked=timezone.now() - timedelta(days=days)
        )
    other = Job.objects.create(
        kind="forecast", task="x", state=State.DONE, finished=timezone.now() - timedelta(days=400)
    )
    assert tidying.tidy({}, lambda share, stage: None) == "2 old jobs forgotten"
    assert Job.objects.filter(kind="seal").count() == 1
    assert Job.objects.filter(pk=other.pk).exists()
