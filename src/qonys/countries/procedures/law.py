"""`policy/procedures/<key>.yaml`: one procedure, its versions by date, each rule with its act.

A case keeps the version it began with. A new version is a new entry, never a correction of the old one; a running
case moves to it only by an act of its own, which its journal shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import model_validator

from qonys.countries.clocks import Clocks, read_clocks
from qonys.countries.dated import FOLDER, Frozen
from qonys.countries.figures.indicators import Words
from qonys.countries.filling import fill
from qonys.countries.support.law import Traced
from qonys.countries.yaml_files import read_mapping
from qonys.engines.vocabulary.errors import BadInput

ROOM = f"{FOLDER}/procedures"

Answer = Literal["text", "long_text", "date", "number", "yes_no", "choice", "country", "territory"]
Rule = TypeVar("Rule", "Ground", "Event", "Paper")
Each = Literal["family", "applicant", "adult", "child", "member"]


class When(Frozen):
    """Only if that question was answered so."""

    question: str
    answer: tuple[str, ...]


class Option(Frozen):
    key: str
    names: Words


class Question(Frozen):
    """One thing an application asks. `lapses`: the date on which a paper of the applicant stops being valid."""

    key: str
    names: Words
    hint: Words | None = None
    kind: Answer = "text"
    needed: bool = True
    options: tuple[Option, ...] = ()
    when: When | None = None
    lapses: bool = False

    @model_validator(mode="after")
    def _has_options_only_to_choose_from(self) -> Question:
        if (self.kind == "choice") != bool(self.options):
            raise ValueError(f"'{self.key}': a choice has options, and nothing else has")
        return self


class Screen(Frozen):
    """Questions that are shown together. `household`: the screen on which the members of the family are named."""

    key: str
    names: Words
    lead: Words | None = None
    household: bool = False
    questions: tuple[Question, ...] = ()


class Paper(Traced):
    """A document to hand in, once for the family or by each adult, child or member."""

    key: str
    names: Words
    hint: Words | None = None
    each: Each = "applicant"
    needed: bool = True
    when: When | None = None


class Ground(Traced):
    """A reason for which the law lets an office refuse, or turn back, an application."""

    key: str
    names: Words
    turns_back: bool = False
    by_points: bool = False  # only where the decision rests on points


class Term(Frozen):
    """A clock of `policy/clocks.yaml`: starts with one act or event of the case, ends with the first of some others."""

    clock: str
    starts: str
    ends: tuple[str, ...]
    pauses: bool = False  # stands still while the applicant is asked for something
    extends: bool = False  # may be extended once, see Version.extension


class Extension(Traced):
    working_days: int


class Event(Traced):
    """Something that may happen after the decision, in the years a family is followed."""

    key: str
    names: Words
    ends: bool = False  # the family is followed no longer
    asks_back: bool = False  # what was paid may have to be given back


class Voting(Traced):
    """How a commission decides. A tie is settled by the chair's own vote, by refusing, or by sending the case back."""

    quorum: int
    tie: Literal["chair", "refuse", "send_back"]
    recorded: bool = False  # a session leaves a recording beside its minutes

    @model_validator(mode="after")
    def _needs_somebody(self) -> Voting:
        if self.quorum < 1:
            raise ValueError("a quorum is one member at least")
        return self


class Certificate(Traced):
    """The paper a granted applicant is given. `lasts` is printed on it; with `year` it ends with the year."""

    names: Words
    lasts: Words
    valid: Literal["open", "year"] = "open"


class Appeal(Traced):
    """To whom, and for how many months, a refusal can be appealed against, and by which clock it is decided."""

    months: int
    to: Words
    clock: str = ""


class Fact(Frozen):
    """Where one field of the rules is taken from: an answer of the application, or what the register knows.

    `paper` proves it: a fact whose paper an officer accepted rests on that paper.
    """

    field: str
    question: str = ""
    person: Literal["", "age", "birth_date"] = ""
    paper: str = ""

    @model_validator(mode="after")
    def _comes_from_one_place(self) -> Fact:
        if bool(self.question) == bool(self.person):
            raise ValueError(f"'{self.field}' comes from a question or from a register")
        return self


class Scored(Traced):
    """The decision rests on points: `rules` names `policy/points/<rules>.yaml`. A person decides all the same."""

    rules: str
    when: When | None = None  # only those who answered so
    facts: tuple[Fact, ...]


class Version(Traced):
    """The procedure as the law had it from a day on."""

    version: str
    since: date
    gives: Words
    acts: tuple[str, ...]
    screens: tuple[Screen, ...]
    papers: tuple[Paper, ...]
    grounds: tuple[Ground, ...]
    terms: tuple[Term, ...]
    begins: str = "settle"  # the question that names where the application is taken in ...
    decides: str = "settle"  # ... and where it is decided: putting it before the commission hands it on
    extension: Extension | None = None
    commission: Voting | None = None  # none: an officer decides without one
    certificate: Certificate | None = None
    appeal: Appeal | None = None
    scored: Scored | None = None
    events: tuple[Event, ...] = ()

    @property
    def questions(self) -> Iterator[Question]:
        for screen in self.screens:
            yield from screen.questions

    def ground(self, key: str) -> Ground:
        """Raises BadInput."""
        return _one(self.grounds, key, "ground")

    def event(self, key: str) -> Event:
        """Raises BadInput."""
        return _one(self.events, key, "event")

    def paper(self, key: str) -> Paper:
        """Raises BadInput."""
        return _one(self.papers, key, "paper")

    @model_validator(mode="after")
    def _asks_where(self) -> Version:
        places = {question.key for question in self.questions if question.kind == "territory"}
        for key in (self.begins, self.decides):
            if key not in places:
                raise ValueError(f"'{key}' is no question that asks for a territory")
        return self

    @model_validator(mode="after")
    def _asks_only_what_it_knows(self) -> Version:
        known = {question.key for question in self.questions}
        rules: tuple[Question | Paper, ...] = (*self.questions, *self.papers)
        for rule in rules:
            if rule.when and rule.when.question not in known:
                raise ValueError(f"'{rule.key}' depends on the question '{rule.when.question}', which is not asked")
        return self

    @model_validator(mode="after")
    def _scores_only_what_it_knows(self) -> Version:
        if self.scored is None:
            return self
        questions = {question.key for question in self.questions} | {""}
        papers = {paper.key for paper in self.papers} | {""}
        for fact in self.scored.facts:
            if fact.question not in questions or fact.paper not in papers:
                raise ValueError(f"'{fact.field}' is taken from a question or a paper that is not asked for")
        if self.scored.when and self.scored.when.question not in questions:
            raise ValueError(f"points depend on the question '{self.scored.when.question}', which is not asked")
        return self


class Procedure(Frozen):
    """The whole file. `letter` begins the numbers of its cases."""

    key: str
    letter: str
    names: Words
    stream: Literal["resettlers", "kandas"] | None = None
    acts: Mapping[str, Words]
    versions: tuple[Version, ...]

    def on(self, day: date) -> Version:
        """The version in force on that day. Raises BadInput."""
        begun = [each for each in self.versions if each.since <= day]
        if not begun:
            raise BadInput(
                f"how the law had this procedure on {day} is not known.",
                where=f"{ROOM}/{self.key}.yaml",
                remedy="Add the version of that time with its act.",
            )
        return max(begun, key=lambda each: each.since)

    def version(self, version: str) -> Version:
        """Raises BadInput."""
        found = {each.version: each for each in self.versions}
        if version not in found:
            raise BadInput(
                "there is no such version.",
                where=f"{ROOM}/{self.key}.yaml",
                value=version,
                remedy=f"Known are {', '.join(found)}. A version that cases began with is never taken away.",
            )
        return found[version]

    @model_validator(mode="after")
    def _names_only_acts_that_are_described(self) -> Procedure:
        for version in self.versions:
            for rule in _traced(version):
                if rule.act and rule.act not in self.acts:
                    raise ValueError(f"act '{rule.act}' is not described")
        return self


def _traced(version: Version) -> Iterator[Traced]:
    """Everything in a version that stands on an act."""
    yield from (version, *version.papers, *version.grounds, *version.events)
    alone = (version.extension, version.commission, version.certificate, version.appeal, version.scored)
    yield from (rule for rule in alone if rule is not None)


@cache
def read_procedures(pack: Path) -> Mapping[str, Procedure]:
    """Every procedure of a pack by its key. Raises BadInput."""
    found: dict[str, Procedure] = {}
    terms = read_clocks(pack)
    for path in sorted((pack / ROOM).glob("*.yaml")):
        where = f"{ROOM}/{path.name}"
        procedure = fill(Procedure, _written_out(read_mapping(path), where), where)
        _refuse_unknown_clocks(procedure, terms, where)
        found[procedure.key] = procedure
    return found


def _written_out(content: Mapping[str, Any], where: str) -> dict[str, Any]:
    """Versions that are `like` an earlier one take from it what they do not say themselves; what one `adds` comes
    after what it took."""
    told: dict[str, Any] = {}
    for version in content.get("versions") or ():
        like = version.get("like")
        if like is not None and like not in told:
            raise BadInput(
                "no version above is called so.", where=where, value=like, remedy="Name one that stands above."
            )
        own = {key: value for key, value in version.items() if key not in ("like", "adds")}
        whole = {**told.get(like, {}), **own}
        for key, more in (version.get("adds") or {}).items():
            whole[key] = [*whole.get(key, ()), *more]
        told[version.get("version", "")] = whole
    return {**content, "versions": list(told.values())}


def _refuse_unknown_clocks(procedure: Procedure, terms: Clocks, where: str) -> None:
    named = [term.clock for version in procedure.versions for term in version.terms]
    named += [each.appeal.clock for each in procedure.versions if each.appeal and each.appeal.clock]
    for clock in named:
        if clock not in terms.clocks:
            known = ", ".join(terms.clocks)
            raise BadInput("there is no such clock.", where=where, value=clock, remedy=f"Known are {known}.")


def _one(rules: Sequence[Rule], key: str, what: str) -> Rule:
    for rule in rules:
        if rule.key == key:
            return rule
    known = ", ".join(rule.key for rule in rules)
    raise BadInput(f"the procedure knows no such {what}.", where=ROOM, value=key, remedy=f"Known are {known}.")
