"""A scanner that finds something, is away, is slow, or answers nonsense."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from qonys.office.foundation.files import scanning, scans, selectors, services
from qonys.office.foundation.files.models import StoredFile
from qonys.office.foundation.files.refusals import Infected, NotThere
from qonys.office.foundation.files.states import Scan, State
from qonys.office.foundation.journal.models import Entry
from tests.office.files.clamd import TEST_VIRUS, Clamd
from tests.office.files.given import PDF, owner
from tests.office.files.test_keeping import CASE, where

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("place")]
BAD = PDF + TEST_VIRUS


def test_a_clean_file_is_clean_and_all_of_it_was_looked_at(clamd: Clamd) -> None:
    big = PDF + bytes(200_000)
    assert services.stage("a.pdf", big, by=owner()).scan == Scan.CLEAN
    assert clamd.scanned == [len(big)]


def test_an_infected_file_is_refused_and_nothing_of_it_stays(clamd: Clamd, place: Path) -> None:
    with pytest.raises(Infected, match="found something"):
        services.stage("a.pdf", BAD, by=owner())
    assert not StoredFile.objects.exists() and not [path for path in place.rglob("*") if path.is_file()]


def test_without_a_scanner_it_is_shown_as_not_scanned(settings: Any) -> None:
    settings.QONYS_CLAMD = ""
    file = services.stage("a.pdf", BAD, by=owner())
    assert file.get_scan_display() == "not scanned" and selectors.content(file) == BAD
    assert scans.scan_waiting() == 0


@pytest.mark.parametrize("answer", [b"", b"stream: ERROR\0", b"INSTREAM size limit exceeded. ERROR\0", b"OK\0"])
def test_while_the_scanner_is_away_files_are_taken_and_given_to_nobody(
    answer: bytes, clamd: Clamd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, "TIMEOUT", 0.3)
    clamd.answer = answer
    file = services.stage("a.pdf", PDF, by=owner())
    services.keep(file, stream=CASE, actor="account:7")
    assert file.scan == Scan.WAITING and scans.scan_waiting() == 0
    with pytest.raises(NotThere, match="still to be scanned"):
        selectors.content(file)
    clamd.answer = None
    assert scans.scan_waiting() == 1
    assert selectors.content(StoredFile.objects.get()) == PDF


def test_a_scanner_that_is_not_there_is_away(settings: Any) -> None:
    settings.QONYS_CLAMD = "127.0.0.1:9"
    assert services.stage("a.pdf", PDF, by=owner()).scan == Scan.WAITING


def test_what_is_found_later_goes_with_a_line_where_it_was_kept(clamd: Clamd, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    clamd.answer = b"ERROR\0"
    kept = services.keep(services.stage("Айгүл.pdf", BAD, by=owner()), stream=CASE, actor="account:7")
    staged = services.stage("Айгүл.pdf", BAD, by=owner())
    clamd.answer = None
    assert scans.scan_waiting() == 2
    for file in (kept, staged):
        file.refresh_from_db()
        assert (file.state, file.scan) == (State.REFUSED, Scan.INFECTED) and not where(file).exists()
    assert [entry.action for entry in Entry.objects.order_by("id")] == ["file kept", "file refused"]
    assert "Айгүл" not in caplog.text and str(kept.pk) in caplog.text


def test_a_lost_content_does_not_hold_the_others_up(clamd: Clamd) -> None:
    clamd.answer = b"ERROR\0"
    lost, other = services.stage("a.pdf", PDF, by=owner()), services.stage("b.pdf", PDF, by=owner())
    where(lost).unlink()
    clamd.answer = None
    assert scans.scan_waiting() == 1
    other.refresh_from_db()
    assert other.scan == Scan.CLEAN


@pytest.mark.parametrize(
    ("text", "address"),
    [("127.0.0.1:3311", ("127.0.0.1", 3311)), ("clamd", ("clamd", 3310)), ("[::1]:3310", ("::1", 3310))],
)
def test_the_address_of_the_scanner(text: str, address: tuple[str, int], settings: Any) -> None:
    settings.QONYS_CLAMD = text
    found = scanning.scanner()
    assert isinstance(found, scanning.Clamd) and found._address == address
    settings.QONYS_CLAMD = ":3310"
    with pytest.raises(ImproperlyConfigured, match="host:port"):
        scanning.scanner()
