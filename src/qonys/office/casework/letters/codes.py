"""Codes by which anybody checks a letter: `7QF4-9TZX-0KMB-3WDE`. Sixteen letters are eighty bits: no luck finds one."""

from __future__ import annotations

import secrets

from qonys.office.casework.cases.numbers import ALPHABET

LENGTH, GROUP = 16, 4
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_code() -> str:
    return _grouped("".join(secrets.choice(ALPHABET) for _each in range(LENGTH)))


def typed(text: str) -> str:
    """A code as somebody typed it, in its one form; '' for what is none."""
    plain = "".join(letter for letter in text.upper() if letter.isalnum()).translate(_READ_AS)
    whole = len(plain) == LENGTH and all(letter in ALPHABET for letter in plain)
    return _grouped(plain) if whole else ""


def _grouped(plain: str) -> str:
    return "-".join(plain[start : start + GROUP] for start in range(0, len(plain), GROUP))
