"""Which papers the law wants of a family: the procedure's list, spread over those whom each paper concerns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from qonys.countries.procedures.law import Paper, Version, When

OF_AGE = 18


@dataclass(frozen=True)
class Relative:
    """Somebody of the family, as far as papers go."""

    key: str
    born: date
    applicant: bool = False


@dataclass(frozen=True)
class Wanted:
    """One paper for one person; `member` is '' for a paper of the whole family."""

    paper: Paper
    member: str

    @property
    def key(self) -> str:
        return f"{self.paper.key}:{self.member}"  # as cases.course tells what was handed in


def wanted(version: Version, answers: Mapping[str, str], family: Iterable[Relative], on: date) -> tuple[Wanted, ...]:
    """Every paper that applies, needed or not, in the order of the law."""
    people = list(family)
    return tuple(
        Wanted(paper, member)
        for paper in version.papers
        if applies(paper.when, answers)
        for member in _whom(paper, people, on)
    )


def applies(when: When | None, answers: Mapping[str, str]) -> bool:
    return when is None or answers.get(when.question) in when.answer


def _whom(paper: Paper, people: list[Relative], on: date) -> Iterator[str]:
    if paper.each == "family":
        yield ""
        return
    for each in people:
        adult = age(each.born, on) >= OF_AGE
        fits = {"applicant": each.applicant, "adult": adult, "child": not adult, "member": True}
        if fits[paper.each]:
            yield each.key


def age(born: date, on: date) -> int:
    """In completed years; who was born on 29 February is a year older on 1 March."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
