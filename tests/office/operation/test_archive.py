"""Backup, wipe, restore: the same rows, the same hashes; from one database to the other likewise. Or nothing at all."""

from __future__ import annotations

import hashlib
import io
import json
import os
import random
import re
import sqlite3
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pyrage
import pytest
import zstandard

from qonys.office.foundation.archive import envelope, restoring
from qonys.office.foundation.archive.refusals import ArchiveRefused
from tests.office.operation.sample import NAME
from tests.office.processes import QONYS, Environment, empty_office, qonys, run

WORDS = "қара шаңырақ — correct horse"
LEFT_OUT = {"sessions.Session", "jobs.Worker"}
NEXT_CONTACT = """
import django; django.setup()
from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.notices.models import Contact
print(Contact.objects.create(account=Account.objects.get(), channel="sms", address="x").pk)
"""
# No file may grow beyond sixty thousand bytes: what a full disk is, without one.
SMALL_DISK = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); " + (
    "resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000)); "
)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Environment]:
    """An office with something of everything in it. No test changes it."""
    with empty_office(tmp_path_factory.mktemp("full"), "full") as environment:
        answer = run(environment, "-m", "tests.office.operation.sample")
        assert answer.returncode == 0, answer.stderr
        yield environment


@pytest.fixture(scope="module")
def backup(full: Environment, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("backup") / "office.tar.zst"
    answer = qonys(full, "backup", str(file))
    assert answer.returncode == 0, answer.stderr
    return file


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Environment]:
    with empty_office(tmp_path / "empty", "empty") as environment:
        yield environment


@pytest.fixture
def words(tmp_path: Path) -> Path:
    file = tmp_path / "words"
    file.write_text(f"{WORDS}\nsecond line\n", encoding="utf-8")
    return file


def tables(environment: Environment) -> dict[str, list[Any]]:
    answer = run(environment, "-m", "tests.office.operation.tables")
    assert answer.returncode == 0, answer.stderr
    found: dict[str, list[Any]] = json.loads(answer.stdout)
    return {label: told for label, told in found.items() if label not in LEFT_OUT}


def home(environment: Environment) -> Path:
    return Path(environment["QONYS_HOME"])


def handed_in(environment: Environment) -> dict[str, bytes]:
    folder = home(environment) / "files"
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def written(environment: Environment, statement: str) -> subprocess.CompletedProcess[str]:
    code = f"import django; django.setup(); from django.db import connection as c; c.cursor().execute({statement!r})"
    return run(environment, "-c", code)


def test_backup_wipe_restore_gives_the_same_rows_files_and_hashes(
    full: Environment, empty: Environment, backup: Path
) -> None:
    answer = qonys(empty, "restore", str(backup))
    assert answer.returncode == 0, answer.stderr
    before = tables(full)
    assert tables(empty) == before
    assert {label for label, (rows, _) in before.items() if rows} >= {
        "authority.Account", "journal.Entry", "journal.Seal", "journal.Personal", "files.StoredFile", "jobs.Job",
        "notices.Contact", "django_tasks_database.DBTaskResult",
    }  # fmt: skip
    assert handed_in(empty) == handed_in(full) != {}
    verified = qonys(empty, "journal", "verify")
    assert (verified.returncode, verified.stdout) == (0, "")
    # It goes on where it stopped: the journal, the guards, and numbers that were given out and are free again.
    assert written(empty, "UPDATE journal_entry SET actor = 'account:2'").returncode != 0
    assert written(empty, "DELETE FROM journal_seal").returncode != 0
    made = run(empty, "-c", NEXT_CONTACT)
    assert made.stdout.strip() == "4", made.stderr  # 3 was given to one that is gone
    assert qonys(empty, "officer", "add", "berik", "--role", "administrator", "--territory", "KZ").returncode == 0
    assert qonys(empty, "journal", "verify").returncode == 0


def test_a_backup_is_private_has_no_secrets_and_opens_with_tar(full: Environment, tmp_path: Path) -> None:
    file = tmp_path / "b.tar.zst"
    told = {
        "QONYS_SECRET_KEY": "s3cret-" * 9,
        "QONYS_SMS": "https://qonys:s3cret-words@sms.example.kz/m",
        "QONYS_SEED": "7",
    }
    assert qonys(full | told, "backup", str(file)).returncode == 0
    assert file.stat().st_mode & 0o777 == 0o600
    contents = members(file)
    assert b"s3cret" not in b"".join(contents.values())
    assert json.loads(contents["head.json"])["settings"]["QONYS_SEED"] == "7"
    manifest = json.loads(contents["manifest.json"])
    assert manifest["sha256"] == {
        name: hashlib.sha256(content).hexdigest() for name, content in contents.items() if name != "manifest.json"
    }
    assert not [path for path in tmp_path.iterdir() if path != file]


def test_encrypted_nothing_can_be_read_and_only_the_words_open_it(
    full: Environment, empty: Environment, tmp_path: Path, words: Path
) -> None:
    file, wrong = tmp_path / "b.age", tmp_path / "wrong"
    assert qonys(full, "backup", str(file), "--encrypt", "--passphrase-file", str(words)).returncode == 0
    kept = file.read_bytes()
    assert zstandard.FRAME_HEADER not in kept[400:420] and NAME.encode() not in kept and b"aigul" not in kept
    wrong.write_text("correct horse, but not this one")
    refused = qonys(empty, "restore", str(file), "--passphrase-file", str(wrong))
    assert refused.returncode == 2 and "does not open this backup" in refused.stderr
    (tmp_path / "cut.age").write_bytes(kept[:-200])
    cut = qonys(empty, "restore", str(tmp_path / "cut.age"), "--passphrase-file", str(words))
    assert cut.returncode == 2 and "cut off" in cut.stderr, cut.stderr
    assert not (home(empty) / "files").exists() and not (home(empty) / "qonys.sqlite3").exists()
    whole = qonys(empty, "restore", str(file), "--passphrase-file", str(words), "--check")
    assert whole.returncode == 0 and "Whole: " in whole.stderr, whole.stderr


@pytest.mark.parametrize(("busy", "opens"), [(3, True), (100, False)])
def test_a_busy_machine_is_not_taken_for_wrong_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, busy: int, opens: bool
) -> None:
    """age measures in a moment how quick the machine is, and refuses a key that seems to take a minute to open."""
    locked = pyrage.passphrase.encrypt(b"key", "right words")
    slow = re.sub(rb" \d+\n", b" 30\n", locked, count=1)
    tries, opening = iter([slow] * busy), pyrage.passphrase.decrypt
    monkeypatch.setattr(envelope.pyrage.passphrase, "decrypt", lambda key, words: opening(next(tries, key), words))
    if opens:
        assert envelope._opened(locked, "right words") == b"key"
    else:
        with pytest.raises(ArchiveRefused, match="too busy, or too slow"):
            envelope._opened(locked, "right words")


def test_whatever_is_altered_or_cut_off_is_refused_and_nothing_is_changed(
    empty: Environment, backup: Path, tmp_path: Path
) -> None:
    assert qonys(empty, "restore", str(backup)).returncode == 0
    before, whole = tables(empty), backup.read_bytes()
    draw, refused, sound = random.Random(1), 0, restoring.check(backup, passphrase="")
    damaged = tmp_path / "damaged.tar.zst"
    for place in [4, len(whole) - 1, *(draw.randrange(10, len(whole)) for _ in range(200))]:
        altered = bytearray(whole)
        altered[place] ^= 1 << draw.randrange(8)
        damaged.write_bytes(altered)
        try:
            read = restoring.check(damaged, passphrase="")
        except ArchiveRefused:
            refused += 1
        else:  # a bit that means nothing, such as the unused one in the head of the compressed stream
            assert (read.manifest, read.tallies) == (sound.manifest, sound.tallies), place
    assert refused > 190
    damaged.write_bytes(whole[: len(whole) * 2 // 3])
    answer = qonys(empty, "restore", str(damaged), "--replace")
    assert answer.returncode == 2, answer.stderr
    assert tables(empty) == before
    assert sorted(path.name for path in home(empty).iterdir() if path.name.startswith((".", "replaced"))) == []


def test_a_row_that_was_forged_does_not_fit_the_sum_of_its_table(backup: Path, tmp_path: Path) -> None:
    forged, _ = forge(backup, tmp_path, "authority.Mandate", b"Order 1", b"Order 2")
    with pytest.raises(ArchiveRefused, match=r"authority\.Mandate: 1 rows came out"):
        restoring.check(forged, passphrase="")


def test_a_line_that_was_forged_with_all_its_sums_does_not_fit_the_journal(
    empty: Environment, backup: Path, tmp_path: Path
) -> None:
    forged, lines = forge(backup, tmp_path, "journal.Entry", b"12.50", b"99.50")
    contents = members(forged)
    manifest = json.loads(contents["manifest.json"])
    total = sum(int.from_bytes(hashlib.sha256(line.encode()).digest()) for line in lines) % 2**256
    manifest["tables"]["journal.Entry"]["digest"] = f"{total:064x}"  # the forger knew of every sum
    contents["manifest.json"] = json.dumps(manifest).encode()
    forged.write_bytes(packed(contents))
    answer = qonys(empty, "restore", str(forged))
    assert answer.returncode == 2 and "case:" in answer.stderr
    assert not (home(empty) / "qonys.sqlite3").exists()


def test_an_office_is_overwritten_only_when_asked_to_and_never_under_a_worker(
    full: Environment, empty: Environment, backup: Path, tmp_path: Path
) -> None:
    assert qonys(empty, "restore", str(backup)).returncode == 0
    refused = qonys(empty, "restore", str(backup))
    assert refused.returncode == 2 and "--replace" in refused.stderr
    sign = "import django; django.setup(); from qonys.office.foundation.jobs import presence; presence.show()"
    assert run(empty, "-c", sign).returncode == 0
    refused = qonys(empty, "restore", str(backup), "--replace")
    assert refused.returncode == 2 and "Stop the service" in refused.stderr
    assert written(empty, "DELETE FROM jobs_worker").returncode == 0
    assert qonys(empty, "officer", "add", "berik", "--role", "administrator", "--territory", "KZ").returncode == 0
    answer = qonys(empty, "restore", str(backup), "--replace")
    assert answer.returncode == 0, answer.stderr
    assert tables(empty) == tables(full)
    if "DATABASE_URL" not in empty:
        (aside,) = home(empty).glob("replaced-*/qonys.sqlite3")
        assert sqlite3.connect(aside).execute("SELECT count(*) FROM authority_account").fetchone() == (2,)


def test_a_full_disk_leaves_no_half_backup(full: Environment, tmp_path: Path) -> None:
    answer = run(full, "-c", SMALL_DISK + QONYS, "backup", str(tmp_path / "b.tar.zst"))
    assert answer.returncode == 2 and "Nothing was kept of it" in answer.stderr, answer.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_backup_of_a_newer_qonys_is_refused(empty: Environment, backup: Path, tmp_path: Path) -> None:
    contents = members(backup)
    head = json.loads(contents["head.json"])
    head["migrations"].append(["journal", "0099_from_the_future"])
    contents["head.json"] = json.dumps(head).encode()
    future = tmp_path / "future.tar.zst"
    future.write_bytes(packed(contents))
    answer = qonys(empty, "restore", str(future))
    assert answer.returncode == 2 and "0099_from_the_future" in answer.stderr


@pytest.mark.skipif("DATABASE_URL" not in os.environ, reason="needs both databases")
def test_there_and_back_between_the_databases_every_row_is_the_same(full: Environment, tmp_path: Path) -> None:
    before = tables(full)
    on_file = {name: value for name, value in full.items() if name != "DATABASE_URL"} | {"QONYS_HOME": str(tmp_path)}
    there = qonys(full | {"QONYS_HOME": str(tmp_path)}, "database", "move", "--to", "sqlite")
    assert there.returncode == 0, there.stderr
    assert tables(on_file) == before
    name = f"qonys_back_{os.getpid()}"
    url = urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
        try:
            back = qonys(on_file, "database", "move", "--to", url)
            assert back.returncode == 0, back.stderr
            assert tables(full | {"DATABASE_URL": url}) == before
            again = qonys(on_file, "database", "move", "--to", url)
            assert again.returncode == 2 and "Choose an empty one" in again.stderr
            unfit_text = "UPDATE notices_contact SET address = 'a' || char(0) || 'b' WHERE id = 1"  # SQLite takes it
            assert written(on_file, unfit_text).returncode == 0
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[arg-type]
            connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
            unfit = qonys(on_file, "database", "move", "--to", url)
            assert unfit.returncode == 2 and "notices.Contact 1" in unfit.stderr, unfit.stderr
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[arg-type]


def forge(backup: Path, folder: Path, table: str, before: bytes, after: bytes) -> tuple[Path, list[str]]:
    """A copy with one row altered and its member's hash made to fit; and all rows of that table."""
    contents, name = members(backup), f"tables/{table}/000001.jsonl"
    assert before in contents[name]
    contents[name] = contents[name].replace(before, after, 1)
    manifest = json.loads(contents["manifest.json"])
    manifest["sha256"][name] = hashlib.sha256(contents[name]).hexdigest()
    contents["manifest.json"] = json.dumps(manifest).encode()
    forged = folder / "forged.tar.zst"
    forged.write_bytes(packed(contents))
    return forged, contents[name].decode().split("\n")[:-1]


def members(file: Path) -> dict[str, bytes]:
    """With programs that know nothing of Qonys."""
    plain = zstandard.ZstdDecompressor().decompressobj().decompress(file.read_bytes())
    with tarfile.open(fileobj=io.BytesIO(plain)) as tar:
        return {each.name: content.read() for each in tar if (content := tar.extractfile(each))}


def packed(contents: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as tar:
        for name, content in contents.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return zstandard.ZstdCompressor().compress(target.getvalue())
