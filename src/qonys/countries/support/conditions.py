"""Conditions of support: the law names them (`support.yaml`), here each is asked of one application.

A finding is a state and what fills the blanks of the sentence that tells it. None: the condition does not concern
this family. What the family has not said stays open; what was not found in any act stays unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from qonys.countries.calendar import months_later
from qonys.countries.official_quotas import Official, latest
from qonys.countries.support.answer import Checked, Ground, State
from qonys.countries.support.household import ABROAD, Application
from qonys.countries.support.law import Limits, Support, Traced
from qonys.countries.support.words import Part, in_three_languages, listed, number, said, same
from qonys.countries.territories import TerritoryLists
from qonys.engines.vocabulary.errors import BadInput
from qonys.engines.vocabulary.territory import Names

HOME_WAYS = {
    "buy": Names("үй сатып алу", "покупка жилья", "buying a home"),
    "build": Names("үй салу", "строительство жилья", "building a home"),
    "mortgage": Names("ипотеканың бастапқы жарнасы", "первый взнос по ипотеке", "down payment of a mortgage"),
}
FROM_ABROAD = Names("Шетел", "Из-за границы", "Abroad")


@dataclass(frozen=True)
class Facts:
    """One application beside everything it is judged by."""

    law: Support
    quotas: Sequence[Official]
    territories: TerritoryLists
    application: Application

    @property
    def day(self) -> date:
        return self.application.move.day

    @property
    def limits(self) -> Limits:
        if self.law.limits is None:
            raise BadInput("the ages and spans are not described.", where="policy/support.yaml", remedy="Add `limits`.")
        return self.law.limits

    def place(self, code: str) -> Names:
        """Raises UnknownTerritory for a code that is not in the list of the day of the move."""
        if code == ABROAD:
            return FROM_ABROAD
        return self.territories.on(self.day).find(code, where=f"move on {self.day}").names

    @property
    def quota(self) -> Official | None:
        """The quota of the year by region, if it was published."""
        found = latest(self.quotas, self.application.household.stream, self.day.year)
        return found if found is not None and found.lines else None


@dataclass(frozen=True)
class Finding:
    state: State
    parts: Mapping[str, Part]


Check = Callable[[Facts], Finding | None]


def check(facts: Facts, keys: Iterable[str]) -> tuple[Checked, ...]:
    """The conditions of a measure that concern this family on this day, in the order of the law."""
    found = []
    for key in keys:
        rule = facts.law.conditions[key]
        if facts.application.household.stream not in rule.streams or not rule.holds_on(facts.day):
            continue
        finding = _check_of(key)(facts)
        if finding is not None:
            texts = {State.MET: rule.met, State.LOST: rule.lost, State.OPEN: rule.open, State.UNKNOWN: rule.unknown}
            says = said(texts[finding.state], **finding.parts)
            found.append(Checked(key, finding.state, rule.asks.names, says, ground(facts.law, rule)))
    return tuple(found)


def ground(law: Support, rule: Traced) -> Ground:
    act = law.acts.get(rule.act)
    return Ground(
        act.names.names if act else None,
        act.address.names if act and act.address else None,
        in_three_languages(rule.article),
        rule.source,
        in_three_languages(rule.assumption),
        rule.verified,
    )


def graduate_until(facts: Facts) -> date | None:
    """Until when a graduate may come from any region; None if nobody graduated."""
    graduated = facts.application.said.graduated_on
    return None if graduated is None else months_later(graduated, facts.limits.graduate_months)


def _check_of(key: str) -> Check:
    if key not in CHECKS:
        raise BadInput(
            "no check answers this condition.",
            where="policy/support.yaml",
            value=key,
            remedy=f"Use one of {', '.join(CHECKS)}, or write its check in countries/support/conditions.py.",
        )
    return CHECKS[key]


def _answered(value: bool | None) -> Finding:
    state = {None: State.OPEN, True: State.MET, False: State.LOST}[value]
    return Finding(state, {})


def _is_graduate(facts: Facts) -> bool:
    until = graduate_until(facts)
    return until is not None and facts.day <= until


def _adult(facts: Facts) -> Finding:
    age = facts.application.household.head.age
    return Finding(State.MET if age >= facts.limits.adult_age else State.LOST, {"age": age})


def _citizen(facts: Facts) -> Finding:
    return Finding(State.MET if facts.application.household.head.status == "citizen" else State.LOST, {})


def _kandas_status(facts: Facts) -> Finding:
    return Finding(State.MET if facts.application.household.head.status == "kandas" else State.LOST, {})


def _kandas_for_region(facts: Facts) -> Finding | None:
    held = facts.application.household.head.status == "kandas"
    return Finding(State.OPEN, {}) if held else None  # without the status there is nothing to ask yet


def _another_region(facts: Facts) -> Finding:
    move = facts.application.move
    lost = move.origin in (ABROAD, move.destination)
    parts = {"origin": facts.place(move.origin), "region": facts.place(move.destination)}
    return Finding(State.LOST if lost else State.MET, parts)


def _departure_region(facts: Facts) -> Finding | None:
    if _is_graduate(facts):
        return None
    origin = facts.application.move.origin
    begun = [each for each in facts.law.departure if each.since <= facts.day]
    named = max(begun, key=lambda each: each.since).regions if begun else ()
    return Finding(State.MET if origin in named else State.UNKNOWN, {"origin": facts.place(origin)})


def _graduate(facts: Facts) -> Finding | None:
    until, graduated = graduate_until(facts), facts.application.said.graduated_on
    if until is None or graduated is None or not _is_graduate(facts):
        return None  # an expired graduate falls under the general conditions; a note says so
    return Finding(State.MET, {"date": graduated, "later": until})


def _registered_a_year(facts: Facts) -> Finding | None:
    if _is_graduate(facts):
        return None
    since = facts.application.said.registered_since
    if since is None:
        return Finding(State.OPEN, {})
    enough = months_later(since, 12 * facts.limits.registered_years)
    return Finding(State.MET if facts.day >= enough else State.LOST, {"date": since, "later": enough})


def _receiving_region(facts: Facts) -> Finding:
    quota, stream = facts.quota, facts.application.household.stream
    destination = facts.application.move.destination
    parts: dict[str, Part] = {
        "region": facts.place(destination),
        "year": facts.day.year,
        "many": facts.law.streams[stream].many.names,
        "persons": "",
        "others": "",
    }
    if quota is None:
        named = any(
            each.stream == stream and each.since <= facts.day <= each.until and destination in each.regions
            for each in facts.law.receiving
        )
        return Finding(State.MET if named else State.UNKNOWN, parts)
    if quota.lines.get(destination, 0) > 0:
        persons = said(same(": {n}"), n=number(quota.lines[destination]))
        return Finding(State.MET, {**parts, "persons": persons})
    if not quota.complete:
        return Finding(State.UNKNOWN, parts)
    return Finding(State.LOST, {**parts, "others": listed(facts.place(code) for code in sorted(quota.lines))})


def _rents(facts: Facts) -> Finding:
    # That nothing is paid in a home of one's own was not found either: not renting is unknown, not lost.
    state = {None: State.OPEN, True: State.MET, False: State.UNKNOWN}[facts.application.said.rents]
    return Finding(state, {})


def _home(facts: Facts) -> Finding:
    home = facts.application.said.home
    return Finding(State.OPEN, {}) if home is None else Finding(State.MET, {"home": HOME_WAYS[home.way]})


def _not_before(facts: Facts) -> Finding:
    before = facts.application.said.included_before
    return _answered(None if before is None else not before)


CHECKS: Mapping[str, Check] = {
    "adult": _adult,
    "citizen": _citizen,
    "kandas_status": _kandas_status,
    "kandas_for_region": _kandas_for_region,
    "another_region": _another_region,
    "departure_region": _departure_region,
    "graduate": _graduate,
    "registered_a_year": _registered_a_year,
    "job_seeker": lambda facts: _answered(facts.application.said.job_seeker),
    "receiving_region": _receiving_region,
    "settlement": lambda facts: _answered(facts.application.said.settlement_listed),
    "not_before": _not_before,
    "not_before_resettlers": _not_before,
    "commission": lambda facts: _answered(facts.application.said.included),
    "rents": _rents,
    "home": _home,
    "works": lambda facts: _answered(facts.application.said.works),
}
