"""An application written down: a YAML file, or the words of a command line.

    on: 2026-03-02
    origin: KZ-61                 # or abroad
    destination: KZ-59
    members:
      - 1988-05-01 head           # born (or age), relation, status if it is not citizen
      - 1990-07-15 spouse
      - {born: 2015-02-03, relation: child, stays: yes}
    said: {job_seeker: yes, registered_since: 2019-06-01, included: yes}
    home: {way: buy, price: 9000000}

Whatever is left out of `said` counts as not said.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from qonys.countries.dated import Frozen
from qonys.countries.filling import fill
from qonys.countries.support.household import (
    RELATIONS,
    STATUSES,
    Application,
    Home,
    HomeWay,
    Household,
    Member,
    Move,
    Relation,
    Said,
    Status,
)
from qonys.countries.yaml_files import read_mapping
from qonys.engines.vocabulary.errors import BadInput


class MemberEntry(Frozen):
    born: date | None = None
    age: int | None = None
    relation: Relation
    status: Status | None = None
    stays: bool = False


class HomeEntry(Frozen):
    way: HomeWay
    price: int | None = None


class SaidEntry(Frozen):
    job_seeker: bool | None = None
    registered_since: date | None = None
    graduated_on: date | None = None
    divorced_on: date | None = None
    included_before: bool | None = None
    included: bool | None = None
    settlement_listed: bool | None = None
    works: bool | None = None
    rents: bool | None = None


class ApplicationFile(Frozen):
    on: date
    origin: str
    destination: str
    status: Status = "citizen"
    members: tuple[MemberEntry | str, ...]
    said: SaidEntry = SaidEntry()
    home: HomeEntry | None = None

    def application(self) -> Application:
        """Raises BadInput."""
        members = tuple(self._member(each) for each in self.members)
        home = None if self.home is None else Home(self.home.way, self.home.price)
        said = Said(home=home, **self.said.model_dump())
        return Application(Household(members), Move(self.on, self.origin, self.destination), said)

    def _member(self, entry: MemberEntry | str) -> Member:
        found = member_entry(entry) if isinstance(entry, str) else entry
        return Member(age_of(found, self.on), found.relation, found.status or self.status, comes=not found.stays)


def read_application(path: Path) -> Application:
    """The application of a YAML file. Raises BadInput, UnreadableFile."""
    return application_of(read_mapping(path), path.name)


def application_of(content: Mapping[Any, Any], where: str) -> Application:
    return fill(ApplicationFile, _with_on(content), where).application()


def member_entry(text: str) -> MemberEntry:
    """`1988-05-01:head`, `38 head`, `1988-05-01:head:kandas`. Raises BadInput."""
    parts = text.replace(":", " ").split()
    if len(parts) not in (2, 3) or parts[1] not in RELATIONS or (len(parts) == 3 and parts[2] not in STATUSES):
        raise BadInput(
            "a member is a day of birth (or an age), a relation, and perhaps a status.",
            where="members",
            value=text,
            remedy=f"Write 1988-05-01:head. Relations: {', '.join(RELATIONS)}. Statuses: {', '.join(STATUSES)}.",
        )
    age, born = (int(parts[0]), None) if parts[0].isdigit() else (None, _day(parts[0], text))
    content = {"age": age, "born": born, "relation": parts[1], "status": parts[2] if len(parts) == 3 else None}
    return fill(MemberEntry, content, f"member {text}")


def age_of(member: MemberEntry, day: date) -> int:
    """Completed years on that day. Raises BadInput."""
    if member.age is not None:
        return member.age
    if member.born is None:
        raise BadInput("a member has a day of birth or an age.", where="members", remedy="Write born: 1988-05-01.")
    born = member.born
    age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    if age < 0:
        raise BadInput(f"born after the day of the move, {day}.", where="members", value=str(born), remedy="Check it.")
    return age


def _day(text: str, where: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise BadInput("this is no day.", where=f"member {where}", value=text, remedy="Write 1988-05-01.") from problem


def _with_on(content: Mapping[Any, Any]) -> dict[str, Any]:
    """YAML 1.1 reads the key `on` as the truth value."""
    return {"on" if key is True else key: value for key, value in content.items()}
