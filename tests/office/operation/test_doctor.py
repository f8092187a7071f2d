"""The doctor finds each illness, says what to do, and falls ill of none of them."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from qonys.office.foundation.jobs import presence
from qonys.office.foundation.jobs.models import Job
from qonys.office.foundation.journal import guards, sealing
from qonys.office.foundation.journal.services import append
from qonys.office.project.doctor import contents, database, doors, machine, work
from qonys.office.project.doctor.findings import Finding, Level, examine
from qonys.office.project.doctor.visit import visit
from tests.office.processes import empty_office, qonys


def one(found: list[Finding]) -> Finding:
    (only,) = found
    assert only.level is Level.OK or only.remedy
    return only


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    settings.QONYS_HOME = tmp_path
    tmp_path.chmod(0o700)
    return tmp_path


@pytest.mark.django_db
def test_every_check_has_a_finding_and_none_fails_in_a_sound_office(home: Path) -> None:
    found = visit("127.0.0.1")
    # The tests' own SQLite lies in memory, where nothing is logged ahead; the command is tested on a file below.
    assert [each for each in found if each.level is Level.FAIL and each.what != "database"] == []
    assert len({each.what for each in found}) >= 18
    assert all(each.remedy for each in found if each.level is not Level.OK)


@pytest.mark.django_db
def test_guards_that_are_down_are_named() -> None:
    assert one(list(database.standing_guards())).level is Level.OK
    guards.take_down(connection)
    try:
        found = one(list(database.standing_guards()))
    finally:
        guards.put_up(connection, *guards.TABLES)
    assert found.level is Level.FAIL and "journal_entry_update" in found.found


@pytest.mark.django_db
def test_a_line_that_was_altered_or_a_seal_that_does_not_fit_is_seen_at_a_glance() -> None:
    written(5)
    sealing.seal()
    written(3)
    assert one(list(database.journal())).level is Level.OK
    for statement in (
        "UPDATE journal_entry SET actor = 'account:2' WHERE sequence = 4",
        "UPDATE journal_stream SET head = '{}'".format("0" * 64),
        "DELETE FROM journal_entry WHERE sequence = 2",
        "UPDATE journal_seal SET root = '{}'".format("1" * 64),
    ):
        with transaction.atomic():
            guards.take_down(connection)
            with connection.cursor() as cursor:
                cursor.execute(statement)
            assert one(list(database.journal())).level is Level.FAIL, statement
            transaction.set_rollback(True)


@pytest.mark.django_db
def test_seals_that_wait_and_a_clock_that_is_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    assert one(list(database.seals())).level is Level.OK
    written(1)
    assert one(list(database.seals())).level is Level.OK  # there was no time yet
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(hours=4))
    assert one(list(database.seals())).level is Level.WARN
    assert one(list(database.clock())).level is Level.OK
    monkeypatch.setattr(timezone, "now", lambda: now - timedelta(minutes=10))
    assert one(list(database.clock())).level is Level.FAIL
    monkeypatch.undo()
    sealing.seal()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(hours=4))
    assert one(list(database.seals())).level is Level.OK


@pytest.mark.django_db
def test_the_worker_the_queue_and_who_carries_letters(settings: Any) -> None:
    assert one(list(work.worker())).level is Level.WARN
    presence.show()
    assert one(list(work.worker())).level is Level.OK
    Job.objects.create(kind="slow", task="x")
    assert one(list(work.queue())).level is Level.OK
    Job.objects.update(asked=timezone.now() - timedelta(minutes=20))
    Job.objects.create(kind="failed", task="x", state="failed")
    assert [each.level for each in work.queue()] == [Level.WARN, Level.WARN]
    settings.QONYS_MAIL = settings.QONYS_SMS = ()
    assert [each.level for each in work.carriers()] == [Level.WARN, Level.WARN]


@pytest.mark.django_db
def test_settings_are_weighed_by_who_can_come(settings: Any) -> None:
    settings.HTTPS, settings.DEBUG = False, True
    assert one(list(doors.served_at("127.0.0.1")())).level is Level.WARN
    levels = {each.level for each in doors.served_at("0.0.0.0")()}
    assert levels == {Level.FAIL, Level.WARN}
    settings.HTTPS, settings.DEBUG, settings.QONYS_PUBLIC_CONTROLS = True, False, False
    settings.ALLOWED_HOSTS, settings.CSRF_TRUSTED_ORIGINS = ["qonys.example.kz"], ["https://qonys.example.kz"]
    assert one(list(doors.served_at("0.0.0.0")())).level is Level.OK
    settings.QONYS_DEMO = False
    assert list(doors.demonstration()) == []
    settings.QONYS_DEMO = True
    assert one(list(doors.demonstration())).level is Level.WARN
    settings.SECRET_KEY = "change me"
    assert one(list(doors.secret_key())).level is Level.FAIL
    assert one(list(doors.administrator())).level is Level.WARN


def test_a_folder_others_can_enter(home: Path) -> None:
    assert one(list(machine.folders())).level is Level.OK
    home.chmod(0o755)
    (home / "qonys.sqlite3").touch(0o644)
    assert one(list(machine.folders())).level is Level.WARN
    (home / "secret_key").touch(0o644)
    assert one(list(machine.folders())).level is Level.FAIL


def test_a_disk_that_fills_up(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for limit, level in ((0, Level.OK), (1 << 60, Level.WARN)):
        monkeypatch.setattr(machine, "TOO_FEW", 0)
        monkeypatch.setattr(machine, "FEW", limit)
        assert one(list(machine.disk())).level is level
    monkeypatch.setattr(machine, "TOO_FEW", 1 << 60)
    assert one(list(machine.disk())).level is Level.FAIL


def test_packages_are_compared_with_the_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "ROOT", tmp_path)
    assert one(list(machine.packages())).level is Level.OK  # installed without one
    lock = tmp_path / "requirements.lock"
    lock.write_text('django==1.0 \\\n    --hash=sha256:00\nnowhere-to-be-found==1 ; sys_platform == "win32" \\\n')
    found = one(list(machine.packages()))
    assert found.level is Level.WARN and "django is" in found.found and "nowhere" not in found.found


def test_a_vendored_file_that_was_changed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert one(list(contents.vendored())).level is Level.OK
    (tmp_path / "p-1").mkdir()
    (tmp_path / "p-1" / "p.js").write_text("altered")
    (tmp_path / "manifest.json").write_text(json.dumps([{"folder": "p-1", "files": {"p.js": "0" * 64}}]))
    monkeypatch.setattr(contents, "VENDORED", (tmp_path,))
    monkeypatch.setattr(contents, "OFFICE", tmp_path)
    assert "p.js" in one(list(contents.vendored())).found


def test_a_country_that_does_not_load_is_told_with_its_letter(tmp_path: Path, settings: Any) -> None:
    assert one(list(contents.country())).level is Level.OK
    settings.QONYS_COUNTRY = str(tmp_path)
    assert one(list(contents.country())).level is Level.FAIL


def test_the_doctor_survives_what_it_cannot_look_at() -> None:
    def ill() -> Any:
        raise RuntimeError("no such table")
        yield

    assert one(examine([("database", ill)])).level is Level.FAIL


def test_the_command_ends_with_one_when_something_fails_and_speaks_json(tmp_path: Path) -> None:
    with empty_office(tmp_path / "home", "doctor") as environment:
        ill = qonys(environment, "doctor", "--json")
        assert ill.returncode == 1
        assert {each["what"] for each in json.loads(ill.stdout) if each["level"] == "fail"} >= {"migrations"}
        assert (
            qonys(environment, "officer", "add", "aigul", "--role", "administrator", "--territory", "KZ").returncode
            == 0
        )
        well = qonys(environment, "doctor")
        assert well.returncode == 0, well.stdout
        assert "ok    migrations: all applied" in well.stdout and "0 must be mended" in well.stderr


def written(count: int) -> None:
    for place in range(count):
        with transaction.atomic():
            append("case:1", "noted", {"place": place}, actor="account:1")
