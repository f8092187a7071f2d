"""What no row of the registers may contradict: what constraints cannot say on both databases, and what a restored
backup or a hand in the database may have left behind.

Findings name rows by their numbers, never by what they hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby, islice
from operator import itemgetter

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from qonys.office.foundation.authority.paths import unit_of
from qonys.office.registers.households.models import Household, Member
from qonys.office.registers.households.relations import Relation
from qonys.office.registers.persons.models import Person, Word
from qonys.office.registers.persons.names import keys, words_of
from qonys.office.registers.residence.lists import lists
from qonys.office.registers.residence.models import Kind, Residence
from qonys.office.registers.vital_events.models import Event
from qonys.office.registers.vital_events.models import Kind as EventKind

SHOWN = 20
ROWS = 5_000
Span = tuple[int, int, date, date | None]  # row, person, since, until


@dataclass(frozen=True)
class Finding:
    """A rule, and the first of the rows that break it."""

    rule: str
    rows: tuple[int, ...]

    @property
    def told(self) -> str:
        more = ", ..." if len(self.rows) == SHOWN else ""
        return f": {', '.join(map(str, self.rows))}{more}" if self.rows else ""


def findings() -> Iterator[Finding]:
    for rule, look in RULES.items():
        yield Finding(rule, tuple(islice(look(), SHOWN)))


def stale_keys() -> Iterator[int]:
    """Sort and search keys are those of the names."""
    for person in Person.objects.order_by("pk").iterator(ROWS):
        if keys(person) != (person.sort_key, person.search_key):
            yield person.pk


def stale_words() -> Iterator[int]:
    """The words a person is found by are those of the search key; both are walked side by side, in order of persons."""
    rows = Word.objects.order_by("person_id", "word").values_list("person_id", "word").iterator(ROWS)
    groups = ((person, [word for _, word in found]) for person, found in groupby(rows, key=itemgetter(0)))
    person, found = next(groups, (0, []))
    for number, search_key in Person.objects.order_by("pk").values_list("pk", "search_key").iterator(ROWS):
        if (found if person == number else []) != words_of(search_key):
            yield number
        if person == number:
            person, found = next(groups, (0, []))


def overlapping_residences() -> Iterator[int]:
    rows = Residence.objects.filter(kind=Kind.PERMANENT).order_by("person_id", "since", "pk")
    return _overlaps(rows.values_list("pk", "person", "since", "until").iterator(ROWS))


def overlapping_memberships() -> Iterator[int]:
    rows = Member.objects.exclude(until=F("since")).order_by("person_id", "since", "pk")
    return _overlaps(rows.values_list("pk", "person", "since", "until").iterator(ROWS))


def homes_behind() -> Iterator[int]:
    """Home is the latest permanent residence."""
    last = Residence.objects.filter(person=OuterRef("pk"), kind=Kind.PERMANENT).order_by("-since", "-id")
    settled = Person.objects.annotate(last=Subquery(last.values("territory")[:1]))
    return _numbers(settled.filter(last__isnull=False).exclude(last=F("home")))


def wrong_lists() -> Iterator[int]:
    """A residence says which list its code belongs to, and the code stands on it."""
    for row in Residence.objects.order_by("pk").iterator(ROWS):
        known, unit = lists().on(row.since), unit_of(row.territory_id)
        if row.listed != known.since or (unit and unit not in known):
            yield row.pk


def open_after_death() -> Iterator[int]:
    """Who has died lives nowhere and with nobody."""
    dead = Person.objects.filter(died__isnull=False)
    return _numbers(dead.filter(Q(residences__until=None, residences__pk__isnull=False)
                                | Q(memberships__until=None, memberships__pk__isnull=False)).distinct())  # fmt: skip


def deaths_apart() -> Iterator[int]:
    """A day of death has its event, and the event its day."""
    deaths = Event.objects.filter(kind=EventKind.DEATH, person=OuterRef("pk"))
    told = Person.objects.annotate(event=Subquery(deaths.values("date")[:1]))
    return _numbers(
        told.filter(died__isnull=False, event=None) | told.filter(event__isnull=False).exclude(died=F("event"))
    )


def headless() -> Iterator[int]:
    """A household somebody lives in has one head; one nobody lives in is dissolved."""
    counted = Household.objects.annotate(
        living=Count("members", filter=Q(members__until=None)),
        heads=Count("members", filter=Q(members__until=None, members__relation=Relation.HEAD)),
    )
    wrong = Q(living__gt=0) & ~Q(heads=1) | Q(living=0, dissolved=None) | Q(living__gt=0, dissolved__isnull=False)
    return _numbers(counted.filter(wrong))


def _overlaps(spans: Iterable[Span]) -> Iterator[int]:
    """In order of person and beginning: each must have ended when the next begins."""
    for _, rows in groupby(spans, key=lambda row: row[1]):
        ended: date | None = date.min
        for number, _, since, until in rows:
            if ended is None or since < ended:
                yield number
            ended = until


def _numbers(found: QuerySet[Person] | QuerySet[Household]) -> Iterator[int]:
    return iter(found.order_by("pk").values_list("pk", flat=True)[:SHOWN])


RULES: dict[str, Callable[[], Iterator[int]]] = {
    "sort and search keys are those of the names (persons)": stale_keys,
    "words to search by are those of the search key (persons)": stale_words,
    "permanent residences do not overlap (residences)": overlapping_residences,
    "home is the last permanent residence (persons)": homes_behind,
    "the code of a residence stands on the list of its first day (residences)": wrong_lists,
    "memberships do not overlap (members)": overlapping_memberships,
    "a household has one head or nobody (households)": headless,
    "the dead live nowhere and with nobody (persons)": open_after_death,
    "every death has its event and its day (persons)": deaths_apart,
}
