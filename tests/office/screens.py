"""In which languages and at which widths pages are looked at: three of the six every time, all by `make journeys`."""

from __future__ import annotations

import os

import pytest

ALL = os.environ.get("QONYS_JOURNEYS") == "all"
EVERY = [(language, width) for language in ("kk", "ru", "en") for width in (1280, 390)]
SOME = [("kk", 390), ("ru", 1280), ("en", 390)]

each_screen = pytest.mark.parametrize(("language", "width"), EVERY if ALL else SOME)
