"""Worked examples: `policy/cases/*.yaml` of a pack, written for a lawyer, run by a test.

- case: five-from-turkistan
  title: {kk: ..., ru: ..., en: ...}
  given: who moves, from where to where, when                       (as in household_file.py)
  when: what the commission, the family or the employer then does   (joins what was said)
  then:
    relocation: {verdict: due, money: 1513750, formula: "70 MCI × 4,325 ₸ × 5 people = 1,513,750 ₸"}
    rent: {money: [778500, 1557000]}                                # from the smallest to the largest
    certificate: {lost: [receiving_region]}                         # the conditions that were not met
    absent: [grant]                                                 # not yet, or not for them
    total: ..., first_month: ..., first_year: ..., home: ...
    clocks: {resettlement_forward: 2026-03-10}
  law: [order_234]                                                  # acts of support.yaml
  published: the same figure, as somebody published it
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import Field

from qonys.countries.clocks import due
from qonys.countries.dated import FOLDER, Frozen
from qonys.countries.figures.indicators import Words
from qonys.countries.filling import fill
from qonys.countries.support.answer import Entitlements, Item, Money, State, Verdict
from qonys.countries.support.entitlements import LawBook, entitlements
from qonys.countries.support.household import Application
from qonys.countries.support.household_file import application_of
from qonys.countries.yaml_files import parse, read_text
from qonys.engines.vocabulary.errors import BadInput, UnreadableFile

CASES = "cases"
Sum = int | tuple[int, int]


class Expected(Frozen):
    """What a lawyer expects of one measure; whatever is left out is not asked."""

    verdict: Verdict | None = None
    money: Sum | None = None
    payments: int | None = None
    formula: str | None = None
    lost: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


class Then(Frozen):
    relocation: Expected | None = None
    rent: Expected | None = None
    certificate: Expected | None = None
    grant: Expected | None = None
    employer: Expected | None = None
    adaptation: Expected | None = None
    health_and_school: Expected | None = None
    absent: tuple[str, ...] = ()
    total: Sum | None = None
    first_month: Sum | None = None
    first_year: Sum | None = None
    home: Sum | None = None
    papers: tuple[str, ...] = ()
    notes: int | None = None
    clocks: Mapping[str, date] = {}

    @property
    def measures(self) -> dict[str, Expected]:
        named = {key: getattr(self, key) for key in type(self).model_fields}
        return {key: value for key, value in named.items() if isinstance(value, Expected)}


class Case(Frozen):
    """One example."""

    case: str
    title: Words
    given: Mapping[Any, Any]
    when: Mapping[str, Any] = Field(default_factory=dict)
    then: Then
    law: tuple[str, ...]
    published: str = ""

    @property
    def application(self) -> Application:
        given = dict(self.given)
        return application_of({**given, "said": {**given.get("said", {}), **self.when}}, f"case {self.case}")


@dataclass(frozen=True)
class Difference:
    """Where the answer is not what the lawyer wrote."""

    what: str
    expected: object
    found: object


def read_cases(pack: Path) -> tuple[Case, ...]:
    """All examples of a pack, in the order of files and lines. Raises BadInput."""
    found: list[Case] = []
    for path in sorted((pack / FOLDER / CASES).glob("*.yaml")):
        content = parse(read_text(path), path.name)
        if not isinstance(content, list):
            raise UnreadableFile("the file holds no list of cases.", where=path.name, remedy="Begin a case with '-'.")
        found += [fill(Case, entry, f"{CASES}/{path.name}, {entry.get('case')}") for entry in content]
    names = [each.case for each in found]
    for name in names:
        if names.count(name) > 1:
            raise BadInput("two cases have one name.", where=f"{FOLDER}/{CASES}", value=name, remedy="Rename one.")
    return tuple(found)


def differences(book: LawBook, case: Case) -> tuple[Difference, ...]:
    """Nothing, if the law gives what the lawyer expects. Raises BadInput."""
    application = case.application
    answer = entitlements(book, application)
    then = case.then
    found = [d for key, expected in then.measures.items() for d in _of_item(key, expected, _item(answer, key))]
    present = {each.measure for each in answer.items}
    found += [Difference(key, "absent", "present") for key in then.absent if key in present]
    for what in ("total", "first_month", "first_year", "home"):
        found += _compared(what, getattr(then, what), getattr(answer, what))
    papers = {names.en for names in answer.papers}
    found += [Difference("papers", name, sorted(papers)) for name in then.papers if name not in papers]
    if then.notes is not None and len(answer.notes) != then.notes:
        found.append(Difference("notes", then.notes, [each.en for each in answer.notes]))
    for clock, day in then.clocks.items():
        if book.calendar is None:
            raise BadInput("a clock needs a calendar.", where=f"case {case.case}", remedy="Add calendar.yaml.")
        end = due(book.clocks, clock, application.move.day, book.calendar).day
        found += [] if end == day else [Difference(clock, day, end)]
    return tuple(found)


def _item(answer: Entitlements, key: str) -> Item | None:
    return next((each for each in answer.items if each.measure == key), None)


def _of_item(key: str, expected: Expected, item: Item | None) -> list[Difference]:
    if item is None:
        return [Difference(key, "present", "absent")]
    found = _compared(key, expected.money, item.money)
    if expected.verdict is not None and item.verdict != expected.verdict:
        found.append(Difference(f"{key} verdict", expected.verdict, item.verdict))
    if expected.payments is not None and len(item.payments) != expected.payments:
        found.append(Difference(f"{key} payments", expected.payments, len(item.payments)))
    if expected.formula is not None and _plain(item.formula.en) != expected.formula:
        found.append(Difference(f"{key} formula", expected.formula, _plain(item.formula.en)))
    for name, state in (("lost", State.LOST), ("open", State.OPEN), ("unknown", State.UNKNOWN)):
        held = {each.key for each in item.conditions if each.state == state}
        wanted = set(getattr(expected, name))
        # A refusal is given with all of its reasons; of what is open, the lawyer may name the part that matters.
        differs = held != wanted if name == "lost" and (wanted or expected.verdict) else not wanted <= held
        found += [Difference(f"{key} {name}", sorted(wanted), sorted(held))] if differs else []
    return found


def _compared(what: str, expected: Sum | None, found: Money) -> list[Difference]:
    if expected is None:
        return []
    wanted = Money(expected, expected) if isinstance(expected, int) else Money(*expected)
    return [] if wanted == found else [Difference(what, wanted, found)]


def _plain(text: str) -> str:
    """Spaces that keep words together, as they are typed."""
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
