"""Questions about rule sets: which text counts on a day, which versions there are, what changed between two."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from qonys.engines.vocabulary.errors import OutOfRange
from qonys.office.casework.rulesets import engine
from qonys.office.casework.rulesets.engine import RuleBook, RuleSet
from qonys.office.casework.rulesets.models import RuleText, RuleVersion
from qonys.office.casework.rulesets.refusals import UnknownRules
from qonys.office.casework.rulesets.states import State

SHIPPED = "0"  # the version that came with the country's law


@dataclass(frozen=True)
class InForce:
    """The text that counts on a day: the country's own, or the office's newest version that has begun."""

    key: str
    version: str
    text: str

    @property
    def sha256(self) -> str:
        return engine.digest(self.text)

    @property
    def book(self) -> RuleBook:
        return book(self.key, self.text)

    def on(self, day: date) -> RuleSet:
        """Raises BadInput where the law of that day is not known."""
        return self.book.on(day)


def names() -> tuple[str, ...]:
    """The rule sets of the country."""
    return tuple(engine.shipped())


def shipped(key: str) -> InForce:
    """As it came with the country's law. Raises UnknownRules."""
    text = engine.shipped().get(key)
    if text is None:
        letter = _("There is no rule set %(key)s. Known are %(known)s.")
        raise UnknownRules(letter % {"key": key, "known": ", ".join(names()) or "-"})
    return InForce(key, SHIPPED, text)


def in_force(key: str, day: date) -> InForce:
    """Raises UnknownRules."""
    newest = (
        RuleVersion.objects.filter(key=key, state=State.IN_FORCE, since__lte=day)
        .select_related("text")
        .order_by("-since", "-number")
        .first()
    )
    return of(newest) if newest else shipped(key)


def holds(key: str, day: date) -> bool:
    """Was there such law that day? A pilot has an end."""
    try:
        in_force(key, day).on(day)
    except OutOfRange:
        return False
    return True


def of(version: RuleVersion) -> InForce:
    return InForce(version.key, str(version.number), version.text.text)


def versions(key: str) -> QuerySet[RuleVersion]:
    """The newest first."""
    found = RuleVersion.objects.filter(key=key).select_related("author", "approver", "text")
    return found.order_by("-number")


def public_versions(key: str) -> QuerySet[RuleVersion]:
    """Those that were signed; a draft is nobody's law."""
    return versions(key).filter(state__in=(State.APPROVED, State.IN_FORCE, State.STOPPED))


def version(key: str, number: int) -> RuleVersion:
    """Raises UnknownRules."""
    found = versions(key).filter(number=number).first()
    if found is None:
        raise UnknownRules(_("There is no version %(number)d of %(key)s.") % {"number": number, "key": key})
    return found


def named(key: str, number: str, *, signed: bool = True) -> InForce:
    """A version by its number, "0" for the country's own. Raises UnknownRules."""
    if number == SHIPPED:
        return shipped(key)
    if not (number.isascii() and number.isdecimal()):  # ² is a digit too, and no number
        raise UnknownRules(_("A version is named by its number."))
    found = version(key, int(number))
    if signed and found.state not in (State.APPROVED, State.IN_FORCE, State.STOPPED):
        raise UnknownRules(_("There is no version %(number)d of %(key)s.") % {"number": found.number, "key": key})
    return of(found)


def examples(key: str) -> str:
    """Those of the newest version, else the country's own: a new version carries them on."""
    newest = versions(key).first()
    return newest.examples if newest else engine.shipped_examples(key)


def is_ours(sha256: str) -> bool:
    """A text this office keeps, or that came with the country's law."""
    kept = RuleText.objects.filter(pk=sha256).exists()
    return kept or any(engine.digest(text) == sha256 for text in engine.shipped().values())


@dataclass(frozen=True)
class Changed:
    """One line of a comparison: `sign` is +, - or a blank for a line both have; @ where some are left out."""

    sign: str
    text: str

    @property
    def mark(self) -> str:
        """As a reader sees it."""
        return {"+": "+ ", "-": "− "}.get(self.sign, "  ")


def difference(old: str, new: str) -> Iterator[Changed]:
    """The lines by which two texts differ, each with three around it."""
    lines: Any = difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=3)
    for line in list(lines)[2:]:
        yield Changed("@", "") if line.startswith("@@") else Changed(line[:1], line[1:])


@lru_cache(maxsize=32)
def _book(key: str, sha256: str, text: str) -> RuleBook:
    return engine.read(text, key)


def book(key: str, text: str) -> RuleBook:
    """Read and proven once for each text. Raises BadInput."""
    return _book(key, engine.digest(text), text)
