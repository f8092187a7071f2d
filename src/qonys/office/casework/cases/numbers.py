"""Numbers of cases: `K26-7QF4-9TZX`. Drawn by lot, so that nobody can guess another's or count the applications."""

from __future__ import annotations

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without I, L, O, U: what is read out is typed right (Crockford)
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_number(letter: str, year: int) -> str:
    """Eight letters are forty bits: among a million cases a new number meets an old one once in a million times."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{letter}{year % 100:02}-{drawn[:4]}-{drawn[4:]}"


def typed(text: str) -> str:
    """A number as somebody typed it, in its one form; what is no number stays itself."""
    plain = "".join(letter for letter in text.upper() if letter.isalnum())
    head, drawn = plain[:3], plain[3:].translate(_READ_AS)
    return f"{head}-{drawn[:4]}-{drawn[4:]}" if len(plain) == 11 else text.strip().upper()
