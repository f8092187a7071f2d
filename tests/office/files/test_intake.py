"""What is taken in, what is refused, and that a refusal leaves nothing."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from qonys.office.foundation.files import intake, names, selectors, services, storage
from qonys.office.foundation.files.kinds import HEIC as HEIC_TYPE
from qonys.office.foundation.files.kinds import JPEG as JPEG_TYPE
from qonys.office.foundation.files.kinds import PDF as PDF_TYPE
from qonys.office.foundation.files.kinds import sniff
from qonys.office.foundation.files.models import StoredFile
from qonys.office.foundation.files.refusals import EmptyFile, FileRefused, NoRoom, TooLarge, WrongType
from qonys.office.foundation.files.states import NEXT, State
from tests.office.files.given import HEIC, JPEG, PDF, PNG, owner
from tests.office.journal.test_killed import ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("place")]
FULL = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
import django; django.setup()
from uuid import uuid4
from qonys.office.foundation.files import services
from qonys.office.foundation.files.refusals import NoRoom
try:
    services.stage("scan.pdf", b"%PDF-1.7\\n" + bytes(300_000), by=None)
except NoRoom as letter:
    print(letter)
    sys.exit(7)
"""


def on_disk(place: Path) -> list[Path]:
    return [path for path in place.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("content", "media_type"),
    [(PDF, "application/pdf"), (JPEG, "image/jpeg"), (PNG, "image/png"), (HEIC, "image/heic")],
)
def test_what_is_handed_in_lies_there_whole_and_private(content: bytes, media_type: str, place: Path) -> None:
    file = services.stage("scan", content, by=owner())
    assert (file.media_type, file.size, file.state, file.scan) == (media_type, len(content), "staged", "none")
    assert file.sha256 == hashlib.sha256(content).hexdigest()
    (lies,) = on_disk(place)
    assert lies == place / file.sha256[:2] / f"{file.sha256}-{file.pk.hex}"
    assert stat.S_IMODE(place.stat().st_mode) == stat.S_IMODE(lies.parent.stat().st_mode) == 0o700
    assert selectors.content(StoredFile.objects.get()) == content


def test_it_may_come_as_an_upload_a_stream_or_pieces() -> None:
    account = owner()
    for given in (SimpleUploadedFile("a.pdf", PDF), io.BytesIO(PDF), iter([PDF[:3], PDF[3:]]), [PDF]):
        assert services.stage("a.pdf", given, by=account).size == len(PDF)


def test_two_copies_of_one_content_live_and_go_apart(place: Path) -> None:
    one, other = services.stage("a.pdf", PDF, by=owner()), services.stage("a.pdf", PDF, by=owner())
    assert one.sha256 == other.sha256 and len(on_disk(place)) == 2
    storage.remove(one.pk, one.sha256)
    assert selectors.content(other) == PDF


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00" + bytes(100),  # a program
        b"PK\x03\x04" + bytes(100),  # an archive, a Word document
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\x00%PDF-1.7",
        b"GIF89a" + PDF,
        b"\x00\x00\x00\x18ftypisom" + bytes(60),  # a film
        b"%PD",
        b"x",
    ],
)
def test_a_name_makes_no_document_of_something_else(content: bytes, place: Path) -> None:
    for name in ("passport.pdf", "photo.jpg"):
        with pytest.raises(WrongType, match="no PDF, JPEG, PNG or HEIC"):
            services.stage(name, content, by=owner())
    assert on_disk(place) == [] and not StoredFile.objects.exists()


def test_nothing_at_all_is_refused(place: Path) -> None:
    for empty in (b"", io.BytesIO(), iter([])):
        with pytest.raises(EmptyFile):
            services.stage("a.pdf", empty, by=owner())
    assert on_disk(place) == []


def test_a_huge_file_is_refused_long_before_its_end(place: Path, settings: Any) -> None:
    settings.QONYS_FILE_MB = 0.5
    read = 0

    def endless() -> Iterator[bytes]:
        nonlocal read
        yield PDF
        while True:
            read += 1
            yield bytes(65_536)

    with pytest.raises(TooLarge, match=r"larger than 0\.5 MB"):
        services.stage("a.pdf", endless(), by=owner())
    assert read < 10 and on_disk(place) == []
    exact = PDF + bytes(500_000 - len(PDF))
    assert services.stage("a.pdf", exact, by=owner()).size == 500_000


def test_something_else_is_refused_before_gigabytes_of_it_are_written(place: Path) -> None:
    def film() -> Iterator[bytes]:
        yield bytes(65_536)
        raise AssertionError("read on")

    with pytest.raises(WrongType):
        services.stage("a.pdf", film(), by=owner())


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_refusals_are_in_the_readers_language_and_repeat_no_name(language: str, settings: Any) -> None:
    settings.QONYS_FILE_MB = 0.001
    said = set()
    with translation.override(language):
        for content in (b"", b"x" * 100, PDF + bytes(2000)):
            with pytest.raises(FileRefused) as letter:
                services.stage("Айгүл Серікова төлқұжат.pdf", content, by=owner())
            said.add(str(letter.value))
    assert len(said) == 3 and not any("Айгүл" in text for text in said)
    assert any("файл" in text.lower() for text in said) == (language != "en")


# Names


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("scan.pdf", "scan.pdf"),
        ("Төлқұжат – Әйгерім Ғаниқызы.PDF", "Төлқұжат – Әйгерім Ғаниқызы.PDF"),
        ("../../etc/passwd", "passwd.pdf"),
        ("..\\..\\windows\\system32\\x.exe", "x.pdf"),
        ("/", "file.pdf"),
        ("", "file.pdf"),
        ("...", "file.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("a\x00b\r\nSet-Cookie: x.pdf", "abSet-Cookie x.pdf"),
        ("photo\u202efdp.exe", "photofdp.pdf"),
        ('a"b<c>|?*.pdf', "a b c.pdf"),
        ("virus.exe", "virus.pdf"),
        ("report.final version", "report.final version.pdf"),
        ("и\u0306.pdf", "й.pdf"),
    ],
)
def test_a_name_is_for_people(given: str, kept: str) -> None:
    assert names.clean(given, PDF_TYPE) == kept


def test_long_names_keep_their_end() -> None:
    name = names.clean("ұ" * 500 + ".jpeg", JPEG_TYPE)
    assert len(name) == names.LONGEST and name.endswith("ұ.jpeg")
    assert names.clean("IMG_0001.heif", HEIC_TYPE) == "IMG_0001.heif"


def test_no_name_leads_out_of_the_folder(place: Path) -> None:
    for name in ("../../../escaped.pdf", "/tmp/escaped.pdf", "a/../../b.pdf"):
        services.stage(name, PDF, by=owner())
    assert {path.parent.parent for path in on_disk(place)} == {place}
    assert not (place.parent.parent / "escaped.pdf").exists()


# The disk


def test_a_disk_that_fills_up_is_said_so_and_holds_nothing_of_it(tmp_path: Path) -> None:
    """A real write beyond what the process may write."""
    environment = os.environ | {
        "QONYS_HOME": str(tmp_path),
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "qonys.office.project.settings",
    }
    answer = subprocess.run([sys.executable, "-c", FULL], env=environment, capture_output=True, text=True)
    assert answer.returncode == 7, answer.stderr
    assert "EFBIG" in answer.stderr and "scan.pdf" not in answer.stderr
    assert answer.stdout.strip()
    assert on_disk(tmp_path / "files") == []


@pytest.mark.parametrize("moment", ["write", "fsync"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_no_space_is_a_letter_at_whatever_moment(
    moment: str, number: int, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*told: Any) -> None:
        raise OSError(number, os.strerror(number))

    def pieces() -> Iterator[bytes]:
        yield PDF
        if moment == "write":
            full()

    monkeypatch.setattr(storage.os, "fsync", full)
    with pytest.raises(NoRoom, match="no room left"):
        services.stage("a.pdf", pieces(), by=owner())
    assert on_disk(place) == [] and not StoredFile.objects.exists()


def test_an_upload_that_breaks_off_leaves_nothing(place: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield PDF
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        services.stage("a.pdf", broken(), by=owner())
    assert on_disk(place) == []


def test_a_row_that_cannot_be_written_takes_its_content_with_it(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*told: Any, **more: Any) -> None:
        raise RuntimeError("the database is away")

    monkeypatch.setattr(StoredFile, "save", away)
    with pytest.raises(RuntimeError):
        services.stage("a.pdf", PDF, by=owner())
    assert on_disk(place) == []


# Tables


def test_every_state_can_be_reached() -> None:
    assert {State.STAGED}.union(*NEXT.values()) == set(State)


def test_sniffing_needs_no_more_than_the_head() -> None:
    for content in (PDF, JPEG, PNG, HEIC):
        assert sniff(content[:64]) == sniff(content) and sniff(content) is not None
    assert intake.kind_of(bytearray(PDF)) == PDF_TYPE
