"""The law of support applied to one family: what there is, why or why not, how much, and what is not known.

    answer = entitlements(book, application)
    answer.total == sum of the money of answer.counted == answer.first_year + answer.home

Pure: no clock, no files, no person. `read_law_book` is the only function here that reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from qonys.countries.calendar import Calendar, months_later, read_calendar
from qonys.countries.clocks import Clocks, Due, due, read_clocks
from qonys.countries.folders import pack_folder
from qonys.countries.official_quotas import Official, read_official
from qonys.countries.support import amounts
from qonys.countries.support.answer import Entitlements, Item, OfficeTo, Payback, Verdict
from qonys.countries.support.conditions import Facts, check, graduate_until, ground
from qonys.countries.support.household import Application
from qonys.countries.support.law import Measure, Paper, Support, in_force, read_support, required_support
from qonys.countries.support.words import money, said
from qonys.countries.territories import TerritoryLists, load_territories
from qonys.engines.vocabulary.errors import BadInput, UnknownTerritory
from qonys.engines.vocabulary.territory import Names

STAY = Names(
    "Көшпейтіндер: {n} адам. Олар үшін көшу субсидиясы төленбейді.",
    "Не переезжают: {n} чел. За них субсидию на переезд не платят.",
    "Not moving: {n}. The relocation subsidy is not paid for them.",
)
LATER_INDEX = Names(
    "{date} күнінен кейінгі АЕК әлі белгісіз: {value} бойынша есептелді.",
    "МРП после {date} ещё не известен: посчитано по {value}.",
    "The MCI after {date} is not known yet: counted with {value}.",
)


@dataclass(frozen=True)
class LawBook:
    """Everything a family's question is answered from."""

    law: Support
    quotas: tuple[Official, ...]
    territories: TerritoryLists
    clocks: Clocks
    calendar: Calendar | None


def read_law_book(name_or_path: str | Path) -> LawBook:
    """The law of support of a country pack. Raises UnknownCountry, BadInput."""
    folder = pack_folder(name_or_path)
    return LawBook(
        required_support(folder),
        read_official(folder),
        load_territories(folder),
        read_clocks(folder),
        read_calendar(folder),
    )


def describes_support(name_or_path: str | Path) -> bool:
    """Whether a country pack has a law of support at all. Raises UnknownCountry, BadInput."""
    found = read_support(pack_folder(name_or_path))
    return found is not None and bool(found.measures)


def entitlements(book: LawBook, application: Application) -> Entitlements:
    """Every measure of that day for this family. Raises BadInput, UnknownTerritory."""
    facts = Facts(book.law, book.quotas, book.territories, application)
    items = tuple(_items(facts))
    return Entitlements(
        application=application,
        stream=application.household.stream,
        origin=facts.place(application.move.origin),
        destination=_region(facts),
        currency=book.law.currency,
        items=items,
        papers=tuple(paper.names.names for paper in book.law.papers.values() if _asked(facts, paper)),
        offices=_offices(facts),
        notes=tuple(_notes(facts, items)),
    )


def next_steps(book: LawBook, application: Application) -> tuple[Due, ...]:
    """What happens by when if the family applies on the day of the move; nothing where no term of that day is known.

    The terms of kandas run for who asks for the status; who holds it has them behind him.
    """
    household = application.household
    if book.calendar is None or household.head.status == "kandas":
        return ()
    found = []
    for key, clock in book.clocks.clocks.items():
        if not clock.step or household.stream not in clock.streams:
            continue
        try:
            found.append(due(book.clocks, key, application.move.day, book.calendar))
        except BadInput:  # a term, or a year of the calendar, that is not known: the page stays silent about it
            continue
    return tuple(sorted(found, key=lambda each: each.day))


def _region(facts: Facts) -> Names:
    """Where to: one region, neither the whole country nor abroad. Raises UnknownTerritory."""
    code = facts.application.move.destination
    if code == facts.territories.nation.code:
        raise UnknownTerritory("a family moves to one region.", where="destination", value=code, remedy="Name it.")
    return facts.territories.on(facts.day).find(code, where="destination").names


def _items(facts: Facts) -> Iterator[Item]:
    stream = facts.application.household.stream
    for key, measure in facts.law.measures.items():
        amount = in_force(measure.amount, facts.day)
        if stream not in measure.streams or amount is None:
            continue  # not for them, or not yet
        paid = amounts.payments(facts, measure, amount)
        notes = tuple(each.names for each in (*measure.notes, *((amount.note,) if amount.note else ())))
        yield Item(
            measure=key,
            names=measure.names.names,
            per=measure.per.names,
            kind=measure.kind,
            receiver=measure.receiver,
            conditions=check(facts, measure.conditions),
            payments=paid,
            formula=amounts.formula(facts, measure, amount, paid),
            notes=notes,
            ground=ground(facts.law, amount),
            known=amount.unknown is None,
            payback=_payback(facts, measure),
        )


def _payback(facts: Facts, measure: Measure) -> Payback | None:
    if not measure.payback:
        return None
    rule = facts.law.payback[measure.payback]
    return Payback(months_later(facts.day, 12 * rule.years), rule.says.names, ground(facts.law, rule))


def _asked(facts: Facts, paper: Paper) -> bool:
    """Whether this family needs the paper."""
    said_so = facts.application.said
    if facts.application.household.stream not in paper.streams:
        return False
    if paper.when == "children":
        return any(each.age < facts.limits.adult_age for each in facts.application.household.moving)
    if paper.when == "divorced":
        divorced = said_so.divorced_on
        return divorced is not None and facts.day <= months_later(divorced, paper.months)
    if paper.when in ("buy", "build"):
        return said_so.home is not None and said_so.home.way == paper.when
    return True


def _offices(facts: Facts) -> tuple[OfficeTo, ...]:
    stream = facts.application.household.stream
    return tuple(
        OfficeTo(each.names.names, each.says.names, each.address, each.phone)
        for each in facts.law.offices.values()
        if stream in each.streams
    )


def _notes(facts: Facts, items: tuple[Item, ...]) -> Iterator[Names]:
    """What the family should know beside the items."""
    staying = len(facts.application.household.members) - len(facts.application.household.moving)
    if staying:
        yield said(STAY, n=staying)
    until, graduated = graduate_until(facts), facts.application.said.graduated_on
    if until is not None and graduated is not None and facts.day > until:
        yield said(facts.law.conditions["graduate"].lost, date=graduated, later=until)
    given = [each for each in items if each.counted and each.verdict != Verdict.LOST]
    last = max((payment.day for item in given for payment in item.payments), default=facts.day)
    if given and facts.law.mci_until is not None and last > facts.law.mci_until:
        index = round(facts.law.index(last).value)
        yield said(LATER_INDEX, date=facts.law.mci_until, value=money(index, index, facts.law.currency))
