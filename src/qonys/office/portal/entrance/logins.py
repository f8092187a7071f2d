"""A login as its owner types it: e-mail addresses and telephone numbers have one form however they are written."""

from __future__ import annotations

import re

TELEPHONE = re.compile(r"\+?[\d\s().-]{9,24}")
TRUNK = re.compile(r"8(\d{10})")  # as numbers are written inside the country


def written(told: str) -> str:
    """`+7 701 000 00 00`, `8 (701) 000-00-00` and `77010000000` are one login."""
    text = told.strip()
    if not TELEPHONE.fullmatch(text):
        return text.casefold()
    return TRUNK.sub(r"7\1", re.sub(r"\D", "", text))
