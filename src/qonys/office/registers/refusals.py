"""What the registers refuse, as letters in the language of their reader."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from qonys.engines.vocabulary.errors import BadInput


class RegisterRefused(BadInput):
    """Something a register cannot keep. The letter is for people; `where` (a field, a key, a path) is for programs."""

    def __str__(self) -> str:
        told = [self.problem[:1].upper() + self.problem[1:]]
        if self.value is not None:
            told.append(_("Given: %(value)s.") % {"value": self.value})
        return " ".join(part for part in (*told, self.remedy) if part)


def possible(values: Iterable[str]) -> str:
    """A remedy: what could be given instead."""
    return _("Possible: %(values)s.") % {"values": ", ".join(values)}


def start(day: date) -> str:
    """A remedy: from which day on it goes."""
    return _("It began on %(day)s.") % {"day": day}


def rather(day: date) -> str:
    """A remedy: the day that can be asked for."""
    return _("Ask for %(day)s.") % {"day": day}
