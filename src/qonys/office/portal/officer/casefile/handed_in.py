"""Papers wanted beside papers handed in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from qonys.countries.procedures.law import Paper
from qonys.office.casework.cases.course import Line
from qonys.office.casework.cases.papers import Someone, Wanted, wanted
from qonys.office.foundation.files.models import StoredFile
from qonys.office.planning.wording.places import name
from qonys.office.portal.officer.casefile.loaded import Loaded


@dataclass(frozen=True)
class HandedIn:
    at: datetime
    file: StoredFile | None  # None: brought on paper, or its file is gone
    uuid: str


@dataclass(frozen=True)
class Row:
    """`asked`: the family was asked for it and has not answered."""

    paper: str
    hint: str
    of: str  # whose, '' of the whole family
    needed: bool
    asked: bool
    given: tuple[HandedIn, ...]

    @property
    def lacking(self) -> bool:
        return self.needed and not self.given


def rows(loaded: Loaded) -> tuple[Row, ...]:
    """What the version wants, in its order, then what was handed in beside."""
    people = [*_people(loaded)]
    given = _given(loaded)
    found, used = [], set()
    for each in wanted(loaded.version, people, loaded.answers, loaded.course.submitted or loaded.today):
        keys = each.known_as()
        used.update(keys)
        found.append(_row(loaded, each, [one for key in keys for one in given.get(key, ())]))
    beside = [(key, told) for key, told in given.items() if key not in used]
    return (*found, *(_beside(loaded, key, told) for key, told in beside))


def missing(found: Iterable[Row]) -> int:
    return sum(each.lacking for each in found)


def file_numbers(lines: Iterable[Line]) -> set[str]:
    """The files a case's journal knows: nothing else may be fetched through it."""
    return {str(line.payload["file"]) for line in lines if line.act == "paper" and line.payload.get("file")}


def _people(loaded: Loaded) -> Iterable[Someone]:
    applicant = loaded.case.applicant
    yield Someone(str(applicant.key), applicant.birth_date, applicant=True)
    for member in loaded.members:
        yield Someone(str(member.person.key), member.person.birth_date)


def _given(loaded: Loaded) -> dict[str, list[HandedIn]]:
    told: dict[str, list[HandedIn]] = {}
    for line in loaded.lines:
        if line.act == "paper":
            number = str(line.payload.get("file") or "")
            each = HandedIn(line.at, loaded.files.get(number), number)
            told.setdefault(f"{line.payload['paper']}:{line.payload.get('member', '')}", []).append(each)
    return told


def _row(loaded: Loaded, each: Wanted, given: list[HandedIn]) -> Row:
    return Row(
        paper=name(each.paper.names.names),
        hint=name(each.paper.hint.names) if each.paper.hint else "",
        of=_name_of(loaded, each.of.key) if each.of else "",
        needed=each.paper.needed,
        asked=each.paper.key in loaded.course.asked,
        given=tuple(given),
    )


def _beside(loaded: Loaded, key: str, given: list[HandedIn]) -> Row:
    paper, _colon, person = key.partition(":")
    known: dict[str, Paper] = {each.key: each for each in loaded.version.papers}
    label = name(known[paper].names.names) if paper in known else paper
    return Row(label, "", _name_of(loaded, person), needed=False, asked=False, given=tuple(given))


def _name_of(loaded: Loaded, key: str) -> str:
    people = (loaded.case.applicant, *(member.person for member in loaded.members))
    return next((each.full_name for each in people if str(each.key) == key), "")
