"""Values as registers and applications keep them, as a reader writes them; what is not understood stays as it is."""

from __future__ import annotations

from datetime import date

from babel import Locale
from django.utils import formats
from django.utils.translation import get_language


def country(code: str) -> str:
    """The name of a state."""
    if not code:
        return ""
    return Locale.parse(get_language() or "kk").territories.get(code.upper(), code)


def day(text: str, form: str = "DATE_FORMAT") -> str:
    """2026-05-31 as the reader's language has it."""
    try:
        return formats.date_format(date.fromisoformat(text), form)
    except ValueError:
        return text
