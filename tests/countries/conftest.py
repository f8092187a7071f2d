"""Packs the tests share. `broken` is a copy of the example country that a test may damage."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from qonys.countries.pack import CountryPack, load

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "samal"


@pytest.fixture(scope="session")
def kz() -> CountryPack:
    return load("kz")


@pytest.fixture(scope="session")
def samal() -> CountryPack:
    return load(EXAMPLE)


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    folder = tmp_path / "samal"
    shutil.copytree(EXAMPLE, folder)
    return folder
