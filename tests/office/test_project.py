"""How the office is put together: database, key, vendored files."""

from __future__ import annotations

import gzip
import hashlib
import json
import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from qonys.office.portal.public import vendor
from qonys.office.project.database import database
from qonys.office.project.signing_key import secret_key


def test_without_an_address_the_database_is_a_file_in_the_home_folder(tmp_path: Path) -> None:
    found = database("", tmp_path)
    assert found["NAME"] == tmp_path / "qonys.sqlite3"
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_a_database_address_is_taken_apart(tmp_path: Path) -> None:
    found = database("postgresql://an%40na:s%2Fcret@db.example:5433/qonys?sslmode=require", tmp_path)
    wanted = {"USER": "an@na", "PASSWORD": "s/cret", "HOST": "db.example", "PORT": "5433", "NAME": "qonys"}
    assert wanted.items() <= found.items()
    assert found["OPTIONS"] == {"sslmode": "require"}


def test_a_socket_folder_may_be_the_host(tmp_path: Path) -> None:
    found = database("postgresql:///qonys?host=/tmp/pg", tmp_path)
    assert (found["HOST"], found["NAME"], found["OPTIONS"]) == ("/tmp/pg", "qonys", {})


@pytest.mark.parametrize("address", ["mysql://x/y", "postgresql://host", "qonys.sqlite3"])
def test_other_addresses_are_refused_with_a_remedy(tmp_path: Path, address: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"postgresql://user|add /name"):
        database(address, tmp_path)


def test_the_signing_key_is_made_once_and_private(tmp_path: Path) -> None:
    first = secret_key("", tmp_path)
    assert secret_key("", tmp_path) == first
    assert secret_key("given", tmp_path) == "given"
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["secret_key"]


@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("folder", [vendor.STATIC, vendor.PRINT, vendor.TESTS], ids=["served", "print", "tests"])
def test_vendored_files_are_those_of_the_manifest(folder: Path) -> None:
    packages = json.loads((folder / "manifest.json").read_text())
    assert {(p["name"], p["version"], p["licence"]) for p in packages} == {
        (p.name, p.version, p.licence) for p in vendor.PACKAGES if p.folder == folder
    }
    for package in packages:
        found = {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in (folder / package["folder"]).iterdir()}
        assert found == package["files"]


def test_packed_scripts_hold_the_same_bytes() -> None:
    for packed in vendor.STATIC.rglob("*.js.gz"):
        assert gzip.decompress(packed.read_bytes()) == packed.with_suffix("").read_bytes()
