"""How each number was made, for the reader."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from qonys.office.planning.forecasts import selectors
from qonys.office.planning.forecasts.runs import Run
from qonys.office.planning.wording.places import name

SUBJECTS = {
    "base_population": _("Population at the start"),
    "fertility": _("Fertility"),
    "mortality": _("Mortality"),
    "internal_migration": _("Moves between regions"),
    "external_migration": _("Moves across the border"),
    "uncertainty": _("How sure we are"),
    "reconciliation": _("Sums that agree"),
}


@dataclass(frozen=True)
class Note:
    """Everything told about one subject: paragraphs, each with its sources."""

    subject: str
    paragraphs: tuple[tuple[str, tuple[str, ...]], ...]


def notes(run: Run) -> list[Note]:
    told: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for note in selectors.definitions(run).methods:
        told.setdefault(note.subject, []).append((name(note.text), note.sources))
    return [Note(str(SUBJECTS.get(key, key.replace("_", " "))), tuple(paragraphs)) for key, paragraphs in told.items()]
