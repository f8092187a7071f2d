"""Where the published reference data stand: beside the project, never in it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def require_shared() -> Path:
    """The folder, or a skip; under CI its absence is a failure."""
    if not SHARED.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"The reference data are not at {SHARED}.")
        pytest.skip(f"The reference data are not at {SHARED}.")
    return SHARED
