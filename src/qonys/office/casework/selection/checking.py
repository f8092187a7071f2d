"""What anybody is told about a receipt they hold. Nothing is kept of what they show."""

from __future__ import annotations

from dataclasses import dataclass

from qonys.office.casework.letters.codes import typed
from qonys.office.casework.rulesets import selectors as rulesets
from qonys.office.casework.selection import engine, keys, selectors
from qonys.office.casework.selection.engine import Verdict
from qonys.office.casework.selection.models import Receipt
from qonys.office.foundation.journal.refusals import Erased


@dataclass(frozen=True)
class Checked:
    """The four answers, and what only the office knows: whether it wrote this, and whether a later one follows."""

    verdict: Verdict
    known: bool
    followed_by: str = ""


def by_file(content: bytes) -> Checked:
    """A receipt as JSON or PDF."""
    verdict = engine.verify(content, keys.public_keys(), _ours)
    if verdict.receipt is None:
        return Checked(verdict, False)
    found = Receipt.objects.filter(sha256=engine.digest(verdict.receipt)).first()
    return Checked(verdict, found is not None, _later(found))


def by_code(code: str) -> Checked | None:
    """The receipt the office keeps under that code, counted again; None for one not known, or erased."""
    wanted = typed(code)
    found = Receipt.objects.select_related("score__rules").filter(code=wanted).first() if wanted else None
    if found is None:
        return None
    try:
        return by_file(selectors.file(found))
    except Erased:
        return None


def _ours(sha256: str) -> bool:
    """A stranger's rules are not run in the office: whoever has such a receipt counts it at home."""
    return rulesets.is_ours(sha256)


def _later(found: Receipt | None) -> str:
    if found is None:
        return ""
    later = Receipt.objects.filter(previous=found).first()
    return later.code if later else ""
