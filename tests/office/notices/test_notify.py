"""A notice is written with the change it tells of, once, and shown in its reader's inbox."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from qonys.office.foundation.jobs import services as work
from qonys.office.foundation.jobs import tasks as worker
from qonys.office.foundation.jobs.models import Job
from qonys.office.foundation.journal.refusals import OutsideTransaction
from qonys.office.foundation.notices import retention, selectors, services, tasks
from qonys.office.foundation.notices.gauges import gauges
from qonys.office.foundation.notices.models import Notice
from qonys.office.foundation.notices.refusals import BadNotice
from qonys.office.foundation.notices.states import NEXT, OPEN, State, before
from tests.office.notices.told import ABOUT, again, age, applicant, tell

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_it_is_refused() -> None:
    with pytest.raises(OutsideTransaction, match=r"transaction\.atomic"):
        services.notify(applicant(), "message", {"number": "1"}, about=ABOUT, key="k")


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_undone_takes_its_notice_with_it_and_asks_for_no_work() -> None:
    account = applicant()
    with pytest.raises(RuntimeError), transaction.atomic():
        services.notify(account, "message", {"number": "1"}, about=ABOUT, key="k")
        raise RuntimeError
    assert not Notice.objects.exists() and not Job.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_right_after_the_commit_the_worker_is_asked_once() -> None:
    account = applicant()
    with transaction.atomic():
        for key in ("a", "b"):
            services.notify(account, "message", {"number": "1"}, about=ABOUT, key=key)
        assert not Job.objects.exists()
    assert Job.objects.get().task == services.DELIVER
    tell(account)
    assert Job.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_work_that_cannot_be_asked_for_harms_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*told: Any) -> None:
        raise RuntimeError("the queue is away")

    monkeypatch.setattr(services.work, "enqueue", away)
    assert again(tell(applicant())).state == State.WAITING


def test_the_same_key_tells_it_once() -> None:
    account = applicant()
    first, second = tell(account, key="case:1:forwarded"), tell(account, key="case:1:forwarded")
    assert first.pk == second.pk and Notice.objects.count() == 1


def test_a_key_that_tells_of_something_else_is_a_defect() -> None:
    account = applicant()
    tell(account, key="k")
    for other, template in ((account, "granted"), (applicant(), "message")):
        with pytest.raises(BadNotice, match="already belongs to notice"):
            tell(other, template, key="k")


@pytest.mark.parametrize("about", ["", "Айгүл", "two\nlines", "x" * 121])
def test_it_is_about_a_stream(about: str) -> None:
    with pytest.raises(BadNotice, match="about a stream"), transaction.atomic():
        services.notify(applicant(), "message", {"number": "1"}, about=about, key="k")


def test_it_costs_two_queries() -> None:
    account = applicant()
    with CaptureQueriesContext(connection) as captured, transaction.atomic():
        services.notify(account, "message", {"number": "1"}, about=ABOUT, key="k")
    kinds = [each["sql"].split()[0] for each in captured if "SAVEPOINT" not in each["sql"]]
    assert kinds == ["INSERT", "SELECT"]


# States


def test_every_state_can_be_reached_and_a_message_goes_out_only_from_open_ones() -> None:
    assert {State.WAITING}.union(*NEXT.values()) == set(State)
    assert set(before(State.SENT)) <= set(OPEN)
    assert NEXT[State.DELIVERED] == NEXT[State.FAILED] == frozenset()


# The inbox


def test_the_inbox_is_the_accounts_own_newest_first_in_its_language() -> None:
    account, other = applicant("ru"), applicant()
    tell(other)
    told = [tell(account, template) for template in ("application_received", "forwarded", "granted")]
    found = selectors.inbox(account)
    assert [letter.number for letter in found] == [notice.pk for notice in reversed(told)]
    assert found[0].subject == "Решение по заявлению KZ-2026-000123: положительное"
    assert [letter.number for letter in selectors.inbox(account, before=told[1].pk)] == [told[0].pk]
    assert len(selectors.inbox(account, limit=2)) == 2


def test_what_was_not_seen_is_counted_up_to_a_hundred() -> None:
    account = applicant()
    told = [tell(account) for _ in range(3)]
    assert selectors.unread(account) == 3
    assert services.mark_seen(account, told[1].pk) == 2
    assert services.mark_seen(account, told[1].pk) == 0
    assert selectors.unread(account) == 1
    assert [letter.seen for letter in selectors.inbox(account)] == [False, True, True]
    Notice.objects.bulk_create(
        Notice(account=account, template="message", key=f"n{n}", created=timezone.now(), next_attempt=timezone.now())
        for n in range(selectors.MOST)
    )
    assert selectors.unread(account) == selectors.MOST


@pytest.mark.parametrize("letters", [1, 15])
def test_an_inbox_is_one_query_however_long(letters: int, django_assert_num_queries: Any) -> None:
    account = applicant()
    for _ in range(letters):
        tell(account)
    with django_assert_num_queries(1):
        assert len(selectors.inbox(account)) == letters


# Retention


def test_old_texts_are_erased_and_that_they_were_told_stays(settings: Any) -> None:
    settings.QONYS_NOTICE_DAYS = 30
    account = applicant()
    old, young, waiting = tell(account, "granted"), tell(account, "granted"), tell(account)
    for notice, days in ((old, 31), (young, 29), (waiting, 31)):
        age(notice, timedelta(days=days))
    Notice.objects.filter(pk__in=(old.pk, young.pk)).update(state=State.SENT)
    assert retention.erase_old() == 1
    assert retention.erase_old() == 0
    erased = again(old)
    assert (erased.facts, erased.state, erased.about) == ({}, State.SENT, ABOUT) and erased.erased
    assert again(young).facts and again(waiting).facts
    shown = next(letter for letter in selectors.inbox(account) if letter.number == old.pk)
    assert (shown.subject, shown.body) == ("Decision: granted", "")


def test_erasing_goes_in_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    account = applicant()
    for _ in range(5):
        age(tell(account), timedelta(days=40))
    Notice.objects.update(state=State.NO_CHANNEL)
    assert retention.erase_old() == 5


def test_jobs_that_delivered_are_forgotten_but_the_newest() -> None:
    for day in (3, 2, 0):
        job = work.enqueue("notices", services.DELIVER, {})
        worker.perform.call(job.pk)
        long_ago = timezone.now() - timedelta(days=day)
        Job.objects.filter(pk=job.pk).update(finished=long_ago)
        DBTaskResult.objects.update(finished_at=long_ago - timedelta(days=7), status="SUCCESSFUL")
    work.enqueue("seal", "x", {})
    tasks.tidy({}, lambda share, stage: None)
    assert [job.kind for job in Job.objects.order_by("id")] == ["notices", "seal"]
    assert DBTaskResult.objects.count() == 1
    Job.objects.filter(kind="notices").update(finished=timezone.now() - timedelta(days=9))
    tasks.tidy({}, lambda share, stage: None)
    assert Job.objects.filter(kind="notices").exists()  # the clock counts from it


def test_tidying_is_told_in_words() -> None:
    assert tasks.tidy({}, lambda share, stage: None) == "0 texts erased, 0 addresses forgotten"


def test_how_delivery_stands_is_told_for_those_who_watch() -> None:
    account = applicant()
    waiting, failed = tell(account), tell(account)
    Notice.objects.filter(pk=failed.pk).update(state=State.FAILED)
    standing = selectors.standing()
    assert (standing.waiting, standing.undelivered, standing.oldest) == (1, 1, waiting.next_attempt)
    assert [notice.pk for notice in selectors.about(ABOUT)] == [failed.pk, waiting.pk]


def test_a_code_is_not_late_because_it_goes_first() -> None:
    code = tell(applicant(), "contact_code", {"code": "123456"})
    assert code.next_attempt < code.created == selectors.longest_due()
    late = next(gauge for gauge in gauges() if gauge.name == "qonys_notices_late_seconds")
    assert late.value < 60
