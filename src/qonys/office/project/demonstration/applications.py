"""Cases of invented families: their applications and what came of them, dated on the working days of the past year."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from qonys.countries.demonstration import Demonstration
from qonys.countries.procedures.law import Procedure, Version
from qonys.office.casework.applications.family import MemberTold, written
from qonys.office.casework.applications.sending import FAMILY
from qonys.office.casework.cases.histories import Did
from qonys.office.casework.cases.numbers import ALPHABET
from qonys.office.casework.cases.states import Status
from qonys.office.foundation.authority.models import Account, Territory
from qonys.office.project.demonstration.days import YEAR, YEARS, Days
from qonys.office.project.demonstration.families import Family, Invented
from qonys.office.project.demonstration.lives import SHARES, Deed, Teller
from qonys.office.project.demonstration.staff import Staff

LONG_AGO = 0.25  # of the families who are followed: settled years ago, under the law of that day
SOON_LAPSING = 0.08  # of the families whose papers end: about now


@dataclass(frozen=True)
class Drawn:
    """A case before persons and accounts are known."""

    family: Family
    procedure: Procedure
    version: Version
    status: Status
    deeds: tuple[Deed, ...]
    moments: tuple[datetime, ...]  # of the application and of every deed
    questionnaire: Mapping[str, str] = field(default_factory=dict)  # of the points pilot, if they take part

    @property
    def begins(self) -> str:
        """Code of the region where it is taken in."""
        return self.family.leaves if self.version.begins != self.version.decides else self.family.settles


@dataclass(frozen=True)
class Drawer:
    """Draws cases; the same seed and the same day draw the same."""

    content: Demonstration
    days: Days
    drawn: random.Random
    today: date

    def case(self, family: Family, procedure: Procedure, place: int) -> Drawn:
        """The first cases stand in every status there is, the others where the lot puts them."""
        kinds = list(Status)
        status = kinds[place] if place < len(kinds) else self.drawn.choices(list(SHARES), list(SHARES.values()))[0]
        first = self._first(procedure, status)
        version = procedure.on(first or self.today)
        settles = f"KZ/{family.settles}/"
        for _try in range(50):
            deeds = Teller(self.content, version, self.drawn).life(status, settles)
            places = self._since(first, deeds) if first else self._places(deeds, status, version)
            if places:
                moments = self.days.moments(places, self.drawn)
                return Drawn(family, procedure, version, status, tuple(deeds), tuple(moments))
        raise RuntimeError(f"No life that ends {status} fits between {version.since} and {self.today}.")

    def _places(self, deeds: list[Deed], status: Status, version: Version) -> list[int]:
        """Working days of the application and each deed, the last not long ago; [] if the law is too young for it."""
        first = self.days.since(max(version.since, self.today - timedelta(days=YEAR)))
        last = len(self.days.worked) - 1
        idle = Teller(self.content, version, self.drawn).idle(status)
        start = last - idle - sum(each.after for each in deeds)
        if start < first:
            start = first if last - sum(each.after for each in deeds) >= first else -1
        return _in_turn(start, deeds) if start >= 0 else []

    def _first(self, procedure: Procedure, status: Status) -> date | None:
        """The day of an application of years ago; None for one of the past year."""
        if status != Status.FOLLOWED or self.drawn.random() >= LONG_AGO:
            return None
        day = self.today - timedelta(days=self.drawn.randint(YEAR, (YEARS - 1) * YEAR + 300))
        return day if procedure.versions[0].since <= day else None

    def _since(self, first: date, deeds: list[Deed]) -> list[int]:
        places = _in_turn(self.days.since(first), deeds)
        return places if places[-1] < len(self.days.worked) else []

    def number(self, procedure: Procedure, year: int) -> str:
        letters = "".join(self.drawn.choice(ALPHABET) for _ in range(8))
        return f"{procedure.letter}{year % 100:02}-{letters[:4]}-{letters[4:]}"


def done(
    case: Drawn, staff: Staff, account: Account | None, drawer: Drawer, regions: Mapping[str, Territory]
) -> list[Did]:
    """The lines of a case, with the officers of the region where it lies at the time."""
    place = regions[case.begins].pk
    family = account.actor if account else staff.of(place, "clerk").actor
    lines = [Did(case.moments[0], "submit", _application(case, drawer, place), family)]
    for deed, at in zip(case.deeds, case.moments[1:], strict=True):
        actor = family if deed.who == "applicant" else staff.of(place, deed.who).actor
        payload = {**deed.payload, **({"on": at.date().isoformat()} if "on" in deed.payload else {})}
        lines.append(Did(at, deed.act, payload, actor))
        place = payload.get("territory", place)
    return lines


def _application(case: Drawn, drawer: Drawer, place: str) -> dict[str, Any]:
    family, teller = case.family, Teller(drawer.content, case.version, drawer.drawn)
    submitted = case.moments[0].date()
    known = {
        "from": family.leaves,
        "settle": family.settles,
        "from_country": family.state,
        "arrived": str(submitted - timedelta(days=drawer.drawn.randint(20, 240))),
        "registered_since": str(submitted - timedelta(days=drawer.drawn.randint(400, 5000))),
        "passport_until": str(_lapses(drawer)),
        "visa_until": str(drawer.today + timedelta(days=drawer.drawn.randint(20, 400))),
        "graduated": str(submitted - timedelta(days=drawer.drawn.randint(20, 150))),
        "former_citizen": "no",
        "ancestors": drawer.drawn.choice(drawer.content.texts.proof),
        "kazakh": drawer.drawn.choice(("some", "speak", "speak")),
        **case.questionnaire,
    }
    answers: dict[str, str] = {}
    for question in case.version.questions:
        said = teller.answer(question, {**known, **answers})
        if said is not None:
            answers[question.key] = said
    lapsing = [answers[each.key] for each in case.version.questions if each.lapses and each.key in answers]
    return {
        "procedure": case.procedure.key,
        "version": case.version.version,
        "territory": place,
        "applicant": str(family.head.key),
        "members": [{"person": str(each.key), "relation": str(each.relation)} for each in family.members[1:]],
        "application": answers | {FAMILY: written(_as_told(each) for each in family.members)},
        "lapses": min(lapsing, default=None),
    }


def _in_turn(start: int, deeds: Sequence[Deed]) -> list[int]:
    """Working days of the application and of each deed after it."""
    places = [start]
    for each in deeds:
        places.append(places[-1] + each.after)
    return places


def _as_told(each: Invented) -> MemberTold:
    """As the family itself wrote it down: its own pages read names there, not in the register."""
    told = each.told
    return MemberTold(
        str(each.key), str(each.relation), told.surname, told.given, told.patronymic, told.latin_surname,
        told.latin_given, told.iin or "", told.birth_date.isoformat(), str(told.sex), told.citizenship,
    )  # fmt: skip


def _lapses(drawer: Drawer) -> date:
    soon = drawer.drawn.random() < SOON_LAPSING
    return drawer.today + timedelta(days=drawer.drawn.randint(-4, 28) if soon else drawer.drawn.randint(60, 2500))


def families_first(cases: Sequence[Drawn]) -> list[Drawn]:
    """In the order in which they applied."""
    return sorted(cases, key=lambda each: each.moments[0])
