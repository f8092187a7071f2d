"""Which papers a case wants, of whom, and which were handed in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from qonys.countries.procedures.law import Paper, Version, When

ADULT = 18


@dataclass(frozen=True)
class Someone:
    """A person of a case as far as papers go. `key` is what the journal calls the person."""

    key: str
    born: date
    applicant: bool = False

    def adult(self, on: date) -> bool:
        return on >= _birthday(self.born, ADULT)


@dataclass(frozen=True)
class Wanted:
    """One paper the procedure wants; `of` is the person it is about, None for one paper of the whole family."""

    paper: Paper
    of: Someone | None

    def known_as(self) -> tuple[str, ...]:
        """How the course calls it: a paper of the applicant may be handed in without naming a person."""
        if self.of is None:
            return (f"{self.paper.key}:",)
        own = (f"{self.paper.key}:{self.of.key}",)
        return (*own, f"{self.paper.key}:") if self.of.applicant else own


def wanted(version: Version, people: Iterable[Someone], answers: Mapping[str, Any], on: date) -> tuple[Wanted, ...]:
    """Every paper the version asks of these people, in the order of the law. `on`: the day ages are counted."""
    present = tuple(people)
    papers = (paper for paper in version.papers if applies(paper.when, answers))
    return tuple(Wanted(paper, each) for paper in papers for each in _whose(paper, present, on))


def applies(when: When | None, answers: Mapping[str, Any]) -> bool:
    """Answers of yes or no stand as true and false, or in words."""
    if when is None:
        return True
    given = answers.get(when.question)
    told = {True: "yes", False: "no"}.get(given, given) if isinstance(given, bool) else given
    return str(told) in when.answer


def _whose(paper: Paper, people: tuple[Someone, ...], on: date) -> Iterator[Someone | None]:
    if paper.each == "family":
        yield None
        return
    for each in people:
        fits = {"applicant": each.applicant, "member": True, "adult": each.adult(on), "child": not each.adult(on)}
        if fits[paper.each]:
            yield each


def _birthday(born: date, age: int) -> date:
    """Who was born on 29 February comes of age on 1 March of a common year."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)
