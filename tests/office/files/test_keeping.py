"""Keeping, letting go, giving back unchanged, and noticing what is not."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from csp.middleware import CSPMiddleware
from django.http import FileResponse
from django.test import RequestFactory
from django.utils import timezone
from typer.testing import CliRunner

from qonys.cli import app
from qonys.office.foundation.files import responses, selectors, services, storage, sweeping, tasks
from qonys.office.foundation.files.models import StoredFile
from qonys.office.foundation.files.refusals import DamagedFile, NotThere
from qonys.office.foundation.files.states import State
from qonys.office.foundation.journal.models import Entry
from tests.office.files.given import JPEG, PDF, owner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("place")]
CASE = "case:KZ-2026-000123"


def staged(name: str = "Айгүл.pdf", content: bytes = PDF) -> StoredFile:
    return services.stage(name, content, by=owner())


def where(file: StoredFile) -> Path:
    return storage.path(file.pk, file.sha256)


def aged(path: Path, days: float) -> Path:
    moment = time.time() - days * 86_400
    os.utime(path, (moment, moment))
    return path


# Keeping


def test_keeping_leaves_one_line_with_the_digest_and_no_name() -> None:
    file = services.keep(staged(), stream=CASE, actor="account:7")
    assert services.keep(file, stream=CASE, actor="account:7").kept == file.kept
    entry = Entry.objects.get()
    assert (entry.stream_id, entry.action, entry.actor) == (CASE, "file kept", "account:7")
    assert file.sha256 in entry.payload and str(file.pk) in entry.payload and "Айгүл" not in entry.payload


def test_a_file_belongs_to_one_stream_and_what_is_gone_cannot_be_kept() -> None:
    file = services.keep(staged(), stream=CASE, actor="account:7")
    with pytest.raises(NotThere, match="belongs to something else"):
        services.keep(file, stream="case:2", actor="account:7")
    gone = staged()
    StoredFile.objects.filter(pk=gone.pk).update(state=State.EXPIRED)
    with pytest.raises(NotThere):
        services.keep(gone, stream=CASE, actor="account:7")
    assert Entry.objects.count() == 1


def test_nobody_finds_what_another_handed_in() -> None:
    mine, other = staged(), staged()
    assert list(selectors.staged_by(mine.by, mine.pk, str(other.pk))) == [mine]
    services.keep(mine, stream=CASE, actor="account:7")
    assert not selectors.staged_by(mine.by, mine.pk).exists()


# Letting go


def test_what_nobody_kept_within_a_day_goes_and_what_was_kept_stays() -> None:
    old, young, kept = staged(), staged(), services.keep(staged(), stream=CASE, actor="account:7")
    StoredFile.objects.exclude(pk=young.pk).update(created=timezone.now() - timedelta(days=2))
    assert services.expire() == 1
    assert services.expire() == 0
    old.refresh_from_db()
    assert old.state == State.EXPIRED and not where(old).exists()
    assert where(young).exists() and where(kept).exists()
    with pytest.raises(NotThere, match="no longer there"):
        selectors.content(old)


def test_a_file_kept_at_the_last_moment_is_not_let_go() -> None:
    file = staged()
    services.keep(file, stream=CASE, actor="account:7")
    assert services._let_go([(file.pk, file.sha256)]) == []
    assert selectors.content(file) == PDF


def test_the_disk_is_swept_of_drafts_and_orphans_and_of_nothing_else(place: Path) -> None:
    kept = services.keep(staged(), stream=CASE, actor="account:7")
    orphan, lost = staged(), staged()
    StoredFile.objects.filter(pk__in=(orphan.pk, lost.pk)).delete()
    old_draft, new_draft = place / "drafts" / "a", place / "drafts" / "b"
    for draft in (old_draft, new_draft):
        draft.write_bytes(b"%PDF")
    aged(old_draft, 2)
    aged(where(orphan), 8)
    aged(where(lost), 6)
    aged(where(kept), 400)
    foreign = aged_file(where(kept).parent / "readme.txt")
    assert sweeping.sweep() == 2
    assert not old_draft.exists() and not where(orphan).exists()
    assert new_draft.exists() and where(lost).exists() and where(kept).exists() and foreign.exists()


def aged_file(path: Path) -> Path:
    path.write_text("not ours")
    return aged(path, 400)


def test_beside_a_database_that_knows_no_file_nothing_is_an_orphan() -> None:
    file = staged()
    aged(where(file), 400)
    StoredFile.objects.all().delete()
    assert sweeping.sweep() == 0 and where(file).exists()


def test_regular_work_says_what_it_did() -> None:
    assert tasks.tidy({}, lambda share, stage: None) == "0 scanned, 0 expired"
    assert tasks.sweep({}, lambda share, stage: None) == "0 removed"


# Giving back


def test_a_file_is_saved_and_never_shown_by_our_pages(settings: Any) -> None:
    file = services.stage("Төлқұжат «Айгүл».jpg", JPEG, by=owner())
    answer = responses.respond(file)
    assert isinstance(answer, FileResponse) and b"".join(answer.streaming_content) == JPEG  # type: ignore[arg-type]
    assert answer["Content-Type"] == "image/jpeg" and answer["Content-Length"] == str(len(JPEG))
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%D0%A2%D3%A9")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "private, no-store"


def test_the_sandbox_survives_the_offices_own_policy(rf: RequestFactory, settings: Any) -> None:
    answer = CSPMiddleware(lambda request: responses.respond(staged()))(rf.get("/"))
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize(
    ("harm", "why"),
    [
        (lambda path: path.write_bytes(PDF.replace(b"obj", b"OBJ")), "digest does not fit"),
        (lambda path: path.write_bytes(PDF[:-1]), f"{len(PDF) - 1} bytes instead of {len(PDF)}"),
        (lambda path: path.unlink(), "missing on disk"),
    ],
)
def test_a_damaged_file_is_not_given_out_and_is_named(harm: Any, why: str, caplog: pytest.LogCaptureFixture) -> None:
    whole, file = staged(), services.keep(staged(), stream=CASE, actor="account:7")
    assert list(selectors.verify()) == []
    harm(where(file))
    with pytest.raises(DamagedFile, match=str(file.pk)):
        responses.respond(file)
    assert why in caplog.text and "Айгүл" not in caplog.text
    (found,) = selectors.verify()
    assert str(found) == f"file {file.pk} of {CASE}: {found.why}" and why in found.why
    assert selectors.content(whole) == PDF


def test_the_console_names_what_is_damaged() -> None:
    file = staged()
    assert CliRunner().invoke(app, ["files", "verify"]).exit_code == 0
    where(file).unlink()
    answer = CliRunner().invoke(app, ["files", "verify"])
    assert (answer.exit_code, answer.stdout) == (1, f"file {file.pk}: it is missing on disk\n")
