"""A place of its own for each test, and a scanner that listens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.office.files.clamd import Clamd
from tests.office.journal.test_killed import office

__all__ = ["office"]


@pytest.fixture
def place(tmp_path: Path, settings: Any) -> Path:
    settings.QONYS_HOME = tmp_path
    return tmp_path / "files"


@pytest.fixture
def clamd(settings: Any) -> Iterator[Clamd]:
    with Clamd() as scanner:
        settings.QONYS_CLAMD = scanner.address
        yield scanner
