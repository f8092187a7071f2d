"""What anybody is told about a letter they hold: whether it counts, and no more of its holder than initials."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import QuerySet
from django.utils import timezone

from qonys.engines.vocabulary.territory import Names
from qonys.office.casework.letters.codes import typed
from qonys.office.casework.letters.kinds import Kind
from qonys.office.casework.letters.models import Letter
from qonys.office.foundation.journal import personal
from qonys.office.foundation.journal.refusals import Erased


class Standing(StrEnum):
    VALID = "valid"
    REVOKED = "revoked"
    LAPSED = "lapsed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Answer:
    standing: Standing
    kind: str = ""
    issued: date | None = None
    office: Names | None = None
    initials: str = ""
    until: date | None = None
    revoked: date | None = None


UNKNOWN = Answer(Standing.UNKNOWN)


def by_code(code: str) -> Answer:
    wanted = typed(code)
    return _told(Letter.objects.filter(code=wanted).exclude(sha256="")) if wanted else UNKNOWN


def by_file(pieces: Iterable[bytes]) -> Answer:
    """The digest is all that is looked at; the file is kept nowhere."""
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return _told(Letter.objects.filter(sha256=digest.hexdigest()))


def _told(found: QuerySet[Letter]) -> Answer:
    letter = found.select_related("case__territory").first()
    if letter is None:
        return UNKNOWN
    return Answer(
        standing=standing(letter),
        kind=str(Kind(letter.kind).label),
        issued=timezone.localdate(letter.issued),
        office=letter.case.territory.names,
        initials=_initials(letter),
        until=letter.until,
        revoked=timezone.localdate(letter.revoked) if letter.revoked else None,
    )


def standing(letter: Letter) -> Standing:
    if letter.revoked:
        return Standing.REVOKED
    lapsed = letter.until is not None and letter.until < timezone.localdate()
    return Standing.LAPSED if lapsed else Standing.VALID


def _initials(letter: Letter) -> str:
    try:
        return str(personal.read(letter.reference)["initials"])
    except Erased:
        return ""
