"""Where this office keeps its database and its runs."""

from __future__ import annotations

import os
from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parents[4]


def home() -> Path:
    """QONYS_HOME; else `var` in the checkout, or in the user's data folder when installed as a package."""
    if given := os.environ.get("QONYS_HOME"):
        return Path(given).resolve()
    if (_CHECKOUT / "pyproject.toml").is_file():
        return _CHECKOUT / "var"
    return Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share")) / "qonys"
