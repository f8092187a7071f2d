"""The queue of an officer, who is one person with whom, and the quality of the models."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import Count, Q, QuerySet

from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.authority.scope import within
from qonys.office.registers.linkage.models import Candidate, Learned, Merge
from qonys.office.registers.linkage.states import DECIDED, WAITING, State
from qonys.office.registers.persons.models import Person

FEWEST = 10  # decisions below which a figure would tell of the persons it counts
BANDS = (0.1, 0.5, 0.8, 0.95)
ROWS = 5_000  # fetched at a time
_NAMES = ("surname", "given", "patronymic", "latin_surname", "latin_given")


def visible(account: Any) -> QuerySet[Candidate]:
    """Pairs of which the officer may handle both persons: who may see one of them learns nothing of the other."""
    persons = within(Person.objects.all(), account, Action.HANDLE).values("pk")
    return Candidate.objects.filter(one__in=persons, two__in=persons)


def queue(account: Any, after: Candidate | None = None) -> QuerySet[Candidate]:
    """What waits for a decision: the unsettled before the almost certain, since there a look tells most."""
    found = visible(account).filter(state__in=WAITING).select_related("one__home", "two__home")
    if after is not None:
        found = found.filter(Q(probability__lt=after.probability) | Q(probability=after.probability, pk__gt=after.pk))
    return found.order_by("-probability", "pk")


def in_force() -> Learned | None:
    return Learned.objects.order_by("-pk").first()


def same_person(person: Person) -> list[Person]:
    """All entries of one person, in the order they were entered; alone if no merge is in force."""
    merges = Merge.objects.filter(undone=None).order_by()
    found, new = {person.pk}, {person.pk}
    while new:
        pairs = merges.filter(Q(kept__in=new) | Q(gone__in=new)).values_list("kept", "gone")
        new = {each for pair in pairs for each in pair} - found
        found |= new
    return list(Person.objects.filter(pk__in=found).order_by("pk"))


@dataclass(frozen=True)
class Band:
    """Pairs of one band of probability: found when the model was learned, decided since, and called one person."""

    low: float
    pairs: int
    decided: int
    same: int


def bands(learned: Learned, citizenship: str | None = None) -> list[Band]:
    """What officers decided of a model's pairs. A group with few decisions is not told of."""
    rows = Candidate.objects.filter(learned=learned).order_by()
    if citizenship is not None:
        rows = rows.filter(one__citizenship=citizenship)
    found = [_band(rows, low, high) for low, high in zip(BANDS, (*BANDS[1:], 1.01), strict=True)]
    return found if sum(each.decided for each in found) >= FEWEST else []


def compared(learned: Learned) -> Iterator[tuple[float, str, str, str]]:
    """Probability and state of every pair of a model, and the names of both entries as the model read them."""
    names = [f"{side}__{field}" for side in ("one", "two") for field in _NAMES]
    rows = Candidate.objects.filter(learned=learned).order_by().values_list("probability", "state", *names)
    for probability, state, *told in rows.iterator(ROWS):
        one, two = told[: len(_NAMES)], told[len(_NAMES) :]
        yield probability, state, _read(one), _read(two)


def in_bands(pairs: Iterable[tuple[float, str]]) -> list[Band]:
    """The same of pairs by probability and state; nothing where too few were decided."""
    found = {low: [0, 0, 0] for low in BANDS}
    for probability, state in pairs:
        band = found[max((low for low in BANDS if low <= probability), default=BANDS[0])]
        band[0] += 1
        band[1] += state in DECIDED
        band[2] += state == State.SAME
    bands = [Band(low, *counts) for low, counts in found.items()]
    return bands if sum(each.decided for each in bands) >= FEWEST else []


def _read(told: Sequence[str]) -> str:
    """Cyrillic where there is any, else Latin letters, as the engine is told."""
    surname, given, patronymic, latin_surname, latin_given = told
    return " ".join((surname or latin_surname, given or latin_given, patronymic))


def groups(learned: Learned) -> list[str]:
    """The citizenships of which there are enough decisions."""
    decided = Candidate.objects.filter(learned=learned, state__in=DECIDED).order_by().values("one__citizenship")
    counted = decided.annotate(n=Count("pk")).filter(n__gte=FEWEST).order_by("one__citizenship")
    return [row["one__citizenship"] for row in counted]


@dataclass(frozen=True)
class Measured:
    """Precision and recall of the engine on invented records, where the truth is known (benchmarks/linkage.py)."""

    on: date
    records: int
    shares: tuple[tuple[str, float, float], ...]  # group of names, precision, recall; all of them first


@cache
def measured() -> Measured:
    """What came with the program: no finding about real registers."""
    told = json.loads((Path(__file__).parent / "measured.json").read_text(encoding="utf-8"))
    shares = tuple((each["group"], each["precision"], each["recall"]) for each in told["shares"])
    return Measured(date.fromisoformat(told["on"]), told["records"], shares)


def _band(rows: QuerySet[Candidate], low: float, high: float) -> Band:
    inside = rows.filter(probability__gte=low, probability__lt=high)
    told = inside.aggregate(
        pairs=Count("pk"),
        decided=Count("pk", filter=Q(state__in=DECIDED)),
        same=Count("pk", filter=Q(state=State.SAME)),
    )
    return Band(low, **told)
