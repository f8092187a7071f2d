"""A country office of a million cases for benchmarks/office.py, written in bulk with every law of the journal kept.

Districts, persons and cases are invented. Every case has its row, its applicant, its family, its stream and the line
`submit` with the application kept beside it; one in twenty has its whole course.
"""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

from django.db import connection, models

from qonys.countries.sorting import sort_key, typed_key
from qonys.office.casework.cases.clocks import NEVER
from qonys.office.casework.cases.models import Case, Member
from qonys.office.casework.cases.numbers import ALPHABET
from qonys.office.casework.cases.states import OPEN, Status
from qonys.office.foundation.authority import territories
from qonys.office.foundation.authority.models import Territory
from qonys.office.foundation.authority.paths import beginnings
from qonys.office.foundation.journal import canonical, chain
from qonys.office.foundation.journal.models import NOTHING, Entry, Personal, Stream
from qonys.office.registers.persons.models import Person, Word

CHUNK = 20_000
DISTRICTS = 11
WHOLE_COURSE = 20  # one case in so many
# An office after some years: most cases are over or followed, a tenth is before its decision.
SHARES = {
    Status.RECEIVED: 2, Status.IN_REVIEW: 3, Status.AT_COMMISSION: 3, Status.TO_DECIDE: 2, Status.GRANTED: 5,
    Status.FOLLOWED: 35, Status.REFUSED: 8, Status.TURNED_BACK: 7, Status.WITHDRAWN: 5, Status.CLOSED: 30,
}  # fmt: skip
PATHS = {
    Status.RECEIVED: (), Status.IN_REVIEW: ("accept",), Status.AT_COMMISSION: ("accept", "forward"),
    Status.TO_DECIDE: ("accept", "forward", "recommend"), Status.GRANTED: ("accept", "forward", "recommend", "grant"),
    Status.FOLLOWED: ("accept", "forward", "recommend", "grant", "settle"),
    Status.REFUSED: ("accept", "forward", "recommend", "refuse"), Status.TURNED_BACK: ("turn_back",),
    Status.WITHDRAWN: ("withdraw",), Status.CLOSED: ("accept", "forward", "recommend", "grant", "settle", "finish"),
}  # fmt: skip
SURNAMES = ("Сынақов", "Үлгібаев", "Мысалов", "Нұсқабаев", "Долбарин", "Жобалиев", "Сұлбаев", "Кестебеков")
GIVEN = ("Асан", "Үсен", "Өмір", "Ғалым", "Әлия", "Іңкәр", "Қуаныш", "Ұлан", "Айша", "Назым")
# The first days under the versions of the law that cases follow here.
SINCE = {"kandas": date(2024, 1, 8), "resettlement": date(2026, 1, 5)}
VERSIONS = {"kandas": "2023-12", "resettlement": "2026-01"}


@dataclass
class Country:
    """Where cases lie, and how many."""

    places: list[str]
    weights: list[float]
    officers: dict[str, list[int]] = field(default_factory=dict)  # account numbers by region
    whole: list[str] = field(default_factory=list)  # the number of a case with many lines


def country(sizes: dict[str, float]) -> Country:
    """Regions with their districts; `sizes` are persons by region."""
    paths = [f"KZ/{code}/" for code in sizes]
    districts = [f"{path}{path[3:-1]}-D{number:02}/" for path in paths for number in range(1, DISTRICTS + 1)]
    weights = [sizes[path.split("/")[1]] / (2 + number % DISTRICTS) for number, path in enumerate(districts)]
    return Country(districts, weights)


def add_districts(country: Country) -> None:
    territories.add(
        Territory(path=path, code=path.split("/")[-2], name_kk=path, name_ru=path, name_en=path)
        for path in country.places
    )


def fill(country: Country, cases: int, source: str, today: date) -> None:
    """So many cases and seven persons for ten of them; half of the open ones are in the hands of an officer there."""
    drawn, first = random.Random(2026), {model: _next_id(model) for model in (Person, Case)}
    homes = drawn.choices(country.places, country.weights, k=max(cases * 7 // 10, 1))
    _load(Person, PERSON, _persons(homes, first[Person], source, drawn))
    _load(Word, ("person_id", "word"), _words(homes, first[Person]))
    kept: list[_Told] = []
    for start in range(0, cases, CHUNK):
        some = range(start, min(start + CHUNK, cases))
        kept = [_case(number, country, homes, first[Person], today, drawn) for number in some]
        _write(kept, first[Case] + start)
    _set_sequences(Person, Case)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@dataclass(frozen=True)
class _Told:
    """One case with its lines, before it is written."""

    number: str
    row: tuple[Any, ...]
    family: tuple[int, ...]
    entries: list[tuple[Any, ...]]
    personal: tuple[Any, ...]

    @property
    def lines(self) -> int:
        return len(self.entries)


PERSON = ("id", "key", "iin", "surname", "given", "patronymic", "latin_surname", "latin_given", "birth_date",
          "birth_precision", "sex", "citizenship", "sort_key", "search_key", "home_id", "died",
          "source_id")  # fmt: skip
CASE = ("id", "number", "procedure", "version", "territory_id", "region", "district", "applicant_id", "account_id",
        "assignee_id",
        "status", "waiting", "extended", "due", "lapses", "submitted", "changed", "lines")  # fmt: skip
ENTRY = ("stream_id", "sequence", "at", "actor", "action", "payload", "previous", "hash")


def _names(number: int) -> tuple[str, str]:
    return f"{SURNAMES[number % len(SURNAMES)]}{number // 97 % 5000}", GIVEN[number % len(GIVEN)]


def _persons(homes: list[str], first: int, source: str, drawn: random.Random) -> Iterator[tuple[Any, ...]]:
    for place, home in enumerate(homes):
        surname, given = _names(place)
        name = f"{surname} {given}"
        born = date(2040 + place % 60, 1 + place % 12, 1 + place % 28)
        key = uuid.UUID(int=drawn.getrandbits(128), version=4)
        sex = ("male", "female")[place % 2]
        yield (first + place, key, None, surname, given, "", "", "", born, "day", sex, "KZ",
               sort_key(name), typed_key(name), home, None, source)  # fmt: skip


def _words(homes: list[str], first: int) -> Iterator[tuple[Any, ...]]:
    for place in range(len(homes)):
        for word in sorted(set(typed_key(" ".join(_names(place))).split())):
            yield first + place, word


def _case(
    place: int, country: Country, homes: list[str], first_person: int, today: date, drawn: random.Random
) -> _Told:
    procedure = "kandas" if drawn.random() < 0.6 else "resettlement"
    status = drawn.choices(list(SHARES), list(SHARES.values()))[0]
    person = place % len(homes)
    submitted, due, waiting = _days(status, today, drawn)
    submitted = max(submitted, SINCE[procedure] + timedelta(days=drawn.randrange(60)))
    number = _number(place, procedure, submitted.year)
    family = tuple({(person + 1 + step) % len(homes) for step in range(place % 3)} - {person})
    entries, kept, at = _history(number, procedure, status, homes[person], submitted, today, place, drawn)
    lapses = today + timedelta(days=drawn.randint(-20, 700)) if procedure == "kandas" else None
    row = (number, procedure, VERSIONS[procedure], homes[person], *beginnings(homes[person], 2), first_person + person,
           None, _hands(country, homes[person], status, drawn), str(status),
           waiting, False, due, lapses, submitted, at, len(entries))  # fmt: skip
    return _Told(number, row, tuple(first_person + each for each in family), entries, kept)


def _hands(country: Country, home: str, status: Status, drawn: random.Random) -> int | None:
    officers = country.officers.get(home.split("/")[1], ())
    return drawn.choice(officers) if officers and status in OPEN and drawn.random() < 0.5 else None


def _days(status: Status, today: date, drawn: random.Random) -> tuple[date, date, bool]:
    """Submitted, due and whether it waits, as an office meets them."""
    if status in (Status.RECEIVED, Status.IN_REVIEW, Status.AT_COMMISSION, Status.TO_DECIDE):
        submitted = today - timedelta(days=drawn.randint(0, 60))
        return submitted, submitted + timedelta(days=drawn.randint(40, 75)), drawn.random() < 0.15
    submitted = today - timedelta(days=drawn.randint(90, 1900))
    if status == Status.FOLLOWED:
        return submitted, submitted + timedelta(days=1960), False
    return submitted, NEVER, False


def _history(
    number: str, procedure: str, status: Status, home: str, submitted: date, today: date, place: int,
    drawn: random.Random,
) -> tuple[list[tuple[Any, ...]], tuple[Any, ...], datetime]:  # fmt: skip
    stream = f"case:{number}"
    written = canonical.text({"application": {"settle": home.split("/")[1], "story": "Бенчмарк үшін ойдан алынған."}})
    salt = f"{drawn.getrandbits(128):032x}"
    digest = canonical.digest(f"{salt}\n{written}")
    at = datetime(submitted.year, submitted.month, submitted.day, 4, tzinfo=UTC) + timedelta(seconds=place % 30_000)
    told = {"procedure": procedure, "version": VERSIONS[procedure], "territory": home, "applicant": str(place),
            "members": [], "application": {"personal": digest}, "lapses": None}  # fmt: skip
    lines = [("submit", told)]
    if place % WHOLE_COURSE == 0:
        lines += [(act, _payload(act, submitted)) for act in PATHS[status]]
    entries, head = [], NOTHING
    for sequence, (act, payload) in enumerate(lines, start=1):
        text = json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        actor = f"account:{2 + sequence % 2}"
        found = chain.entry_hash(stream, sequence, at, actor, act, text, head)
        entries.append((stream, sequence, at, actor, act, text, head, found))
        head, at = found, at + timedelta(hours=1)
    return entries, (digest, stream, salt, written, entries[0][2], None), at


def _payload(act: str, submitted: date) -> dict[str, Any]:
    known = {"recommend": {"recommends": "grant"}, "refuse": {"ground": "not_proven"}}
    known |= {"settle": {"on": str(submitted + timedelta(days=60))}, "turn_back": {"ground": "incomplete"}}
    return known.get(act, {})


def _number(place: int, procedure: str, year: int) -> str:
    """Different for every place: an odd factor modulo a power of two gives nothing twice."""
    drawn = (place * 0x5DEECE66D + 11) % 2**40
    letters = "".join(ALPHABET[drawn >> 5 * step & 31] for step in range(8))
    return f"{'K' if procedure == 'kandas' else 'R'}{year % 100:02}-{letters[:4]}-{letters[4:]}"


def _write(told: list[_Told], first: int) -> None:
    _load(Case, CASE, ((first + place, *each.row) for place, each in enumerate(told)))
    members = ((first + place, person, "child", step + 1)
               for place, each in enumerate(told) for step, person in enumerate(each.family))  # fmt: skip
    _load(Member, ("case_id", "person_id", "relation", "place"), members)
    _load(Stream, ("name", "entries", "head"), ((e.entries[-1][0], e.lines, e.entries[-1][-1]) for e in told))
    _load(Entry, ENTRY, (line for each in told for line in each.entries))
    _load(Personal, ("digest", "stream_id", "salt", "content", "kept", "erased"), (each.personal for each in told))


# Rows into a table as fast as either database takes them


def _load(model: type[models.Model], columns: Iterable[str], rows: Iterator[tuple[Any, ...]]) -> None:
    names = ", ".join(columns)
    table, own = model._meta.db_table, connection.connection
    if connection.vendor == "postgresql":
        with own.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join("?" for _ in columns)
    while some := list(islice(rows, CHUNK)):
        own.execute("BEGIN")
        own.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", (_as_text(row) for row in some))
        own.execute("COMMIT")


def _as_text(row: tuple[Any, ...]) -> list[Any]:
    """As Django's SQLite backend writes it."""
    return [_TEXT[type(value)](value) if type(value) in _TEXT else value for value in row]


_TEXT = {
    uuid.UUID: lambda value: value.hex,
    datetime: lambda value: value.strftime("%Y-%m-%d %H:%M:%S.%f").removesuffix(".000000"),
    date: date.isoformat,
    bool: int,
}


def _next_id(model: type[models.Model]) -> int:
    return (model._default_manager.aggregate(newest=models.Max("pk"))["newest"] or 0) + 1


def _set_sequences(*tables: type[models.Model]) -> None:
    """PostgreSQL does not see ids that were given."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for model in tables:
                table = model._meta.db_table
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
