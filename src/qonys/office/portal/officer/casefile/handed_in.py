"""Papers wanted beside papers handed in, and what an officer found when looking at them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from qonys.office.casework.cases.papers import Someone, Wanted, wanted
from qonys.office.casework.documents.models import Document, State
from qonys.office.foundation.files.models import StoredFile
from qonys.office.planning.wording.places import name
from qonys.office.portal.officer.casefile.loaded import Loaded


@dataclass(frozen=True)
class HandedIn:
    """`key` and `file` are missing for a paper that the journal names without a file: it was brought by hand."""

    at: datetime
    key: str = ""
    file: StoredFile | None = None
    state: str = ""
    rejected: bool = False
    unchecked: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Row:
    """`asked`: the family was asked for it and has not answered."""

    paper: str
    hint: str
    of: str  # whose, '' of the whole family
    key: str  # paper and person, as a form names it
    needed: bool
    asked: bool
    given: tuple[HandedIn, ...]

    @property
    def lacking(self) -> bool:
        return self.needed and all(each.rejected for each in self.given)


def rows(loaded: Loaded) -> tuple[Row, ...]:
    """What the version wants, in its order, then what was handed in beside."""
    given = _given(loaded)
    found, used = [], set()
    for each in _wanted(loaded):
        keys = each.known_as()
        used.update(keys)
        found.append(_row(loaded, each, [one for key in keys for one in given.get(key, ())]))
    beside = [(key, told) for key, told in given.items() if key not in used]
    return (*found, *(_beside(loaded, key, told) for key, told in beside))


def missing(found: Iterable[Row]) -> int:
    return sum(each.lacking for each in found)


def choices(loaded: Loaded) -> list[tuple[str, str]]:
    """Every paper that may be handed in, with whose it is."""
    told = []
    for each in _wanted(loaded):
        whose = _name_of(loaded, each.of.key) if each.of else ""
        paper = name(each.paper.names.names)
        told.append((each.known_as()[0], f"{paper}: {whose}" if whose else paper))
    return told


def _wanted(loaded: Loaded) -> tuple[Wanted, ...]:
    return wanted(loaded.version, _people(loaded), loaded.answers, loaded.course.submitted or loaded.today)


def _people(loaded: Loaded) -> Iterable[Someone]:
    applicant = loaded.case.applicant
    yield Someone(str(applicant.key), applicant.birth_date, applicant=True)
    for member in loaded.members:
        yield Someone(str(member.person.key), member.person.birth_date)


def _given(loaded: Loaded) -> dict[str, list[HandedIn]]:
    """By paper and person, as the journal names them."""
    documents = {str(each.file_id): each for each in loaded.documents}
    told: dict[str, list[HandedIn]] = {}
    for line in loaded.lines:
        if line.act == "paper":
            document = documents.get(str(line.payload.get("file") or ""))
            each = _handed_in(document, line.at) if document else HandedIn(line.at)
            told.setdefault(f"{line.payload['paper']}:{line.payload.get('member', '')}", []).append(each)
    return told


def _handed_in(document: Document, at: datetime) -> HandedIn:
    return HandedIn(
        at=at,
        key=str(document.key),
        file=document.file,
        state=str(State(document.state).label),
        rejected=document.state == State.REJECTED,
        unchecked=document.state == State.GIVEN,
        reason=document.reason,
    )


def _row(loaded: Loaded, each: Wanted, given: list[HandedIn]) -> Row:
    return Row(
        paper=name(each.paper.names.names),
        hint=name(each.paper.hint.names) if each.paper.hint else "",
        of=_name_of(loaded, each.of.key) if each.of else "",
        key=each.known_as()[0],
        needed=each.paper.needed,
        asked=each.paper.key in loaded.course.asked,
        given=tuple(given),
    )


def _beside(loaded: Loaded, key: str, given: list[HandedIn]) -> Row:
    paper, _colon, person = key.partition(":")
    known = {each.key: each for each in loaded.version.papers}
    label = name(known[paper].names.names) if paper in known else paper
    return Row(label, "", _name_of(loaded, person), key, needed=False, asked=False, given=tuple(given))


def _name_of(loaded: Loaded, key: str) -> str:
    people = (loaded.case.applicant, *(member.person for member in loaded.members))
    return next((each.full_name for each in people if str(each.key) == key), "")
