"""What changes for a running case that is moved to another version of its procedure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from qonys.countries.procedures.law import Version
from qonys.engines.vocabulary.territory import Names
from qonys.office.casework.cases import law


class What(StrEnum):
    PAPER = "paper"
    QUESTION = "question"
    GROUND = "ground"
    TERM = "term"
    EVENT = "event"
    EXTENSION = "extension"
    QUORUM = "quorum"


class How(StrEnum):
    ADDED = "added"
    DROPPED = "dropped"
    CHANGED = "changed"


@dataclass(frozen=True)
class Difference:
    """`names` is None where there is only one of its kind."""

    what: What
    how: How
    names: Names | None = None


def between(old: Version, new: Version) -> tuple[Difference, ...]:
    """Everything by which a case would be handled otherwise, in the order of the law."""
    return (*_listed(old, new), *_single(old, new))


def _listed(old: Version, new: Version) -> Iterator[Difference]:
    for what, before, after in (
        (What.PAPER, old.papers, new.papers),
        (What.QUESTION, old.questions, new.questions),
        (What.GROUND, old.grounds, new.grounds),
        (What.EVENT, old.events, new.events),
    ):
        yield from _compared(what, {each.key: each for each in before}, {each.key: each for each in after})
    yield from _compared(What.TERM, {each.clock: each for each in old.terms}, {each.clock: each for each in new.terms})


def _compared(what: What, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Difference]:
    for key in _in_order(before, after):
        names = _names(what, after.get(key) or before[key])
        if key not in after:
            yield Difference(what, How.DROPPED, names)
        elif key not in before:
            yield Difference(what, How.ADDED, names)
        elif before[key] != after[key]:
            yield Difference(what, How.CHANGED, names)


def _in_order(before: Iterable[str], after: Iterable[str]) -> list[str]:
    return list(dict.fromkeys((*after, *before)))


def _names(what: What, rule: Any) -> Names:
    names: Names = law.clocks().clocks[rule.clock].names.names if what == What.TERM else rule.names.names
    return names


def _single(old: Version, new: Version) -> Iterator[Difference]:
    days = (old.extension and old.extension.working_days, new.extension and new.extension.working_days)
    if days[0] != days[1]:
        yield Difference(What.EXTENSION, How.DROPPED if not days[1] else How.CHANGED if days[0] else How.ADDED)
    if (old.commission, old.quorum) != (new.commission, new.quorum):
        yield Difference(What.QUORUM, How.CHANGED)
