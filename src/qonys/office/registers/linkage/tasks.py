"""Work of the worker, which alone loads the engine: comparing who is new, and learning a model of all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Count

from qonys.office.registers.linkage import engine, selectors, services
from qonys.office.registers.linkage.models import Key, Learned, Prepared
from qonys.office.registers.persons.models import Person

Progress = Callable[[float, str], None]
FEWEST = 200  # persons a model can be learned of
AT_ONCE = 500
MOST_OF_A_KEY = 80  # persons: a key that more share is a common name


def compare_new(parameters: dict[str, Any], progress: Progress) -> str:
    """Write the keys of new persons and compare each with those who share one; returns how many pairs were found."""
    learned = selectors.in_force()
    if learned is None:
        return "0"
    found = 0
    while new := list(Person.objects.filter(prepared=None).order_by("pk")[:AT_ONCE]):
        found += _compare(new, learned)
    return str(found)


def learn(parameters: dict[str, Any], progress: Progress) -> str:
    """Learn a model of all persons and put the pairs it finds into the queue; returns how many are new."""
    persons = list(Person.objects.order_by("pk"))
    if len(persons) < FEWEST:
        return "0"
    made = engine.learn(persons)
    told = {"content": made.content, "records": len(persons), "pairs": made.pairs, "bands": made.bands}
    learned, _ = Learned.objects.get_or_create(hash=made.hash, defaults=told)
    progress(0.8, "pairs")
    found = services.keep(learned, ((persons[a].pk, persons[b].pk, chance, why) for a, b, chance, why in made.found))
    known = set(Prepared.objects.values_list("pk", flat=True))
    waiting = [each for each in persons if each.pk not in known]
    for start in range(0, len(waiting), AT_ONCE):
        _write_keys(waiting[start : start + AT_ONCE])
    return str(found)


def measure(parameters: dict[str, Any], progress: Progress) -> str:
    """Precision and recall of every model, from what officers decided so far; returns how many have figures."""
    told = 0
    for learned in Learned.objects.order_by("pk"):
        groups = {each: engine.quality(selectors.bands(learned, each)) for each in selectors.groups(learned)}
        languages = engine.by_language(selectors.compared(learned))
        learned.quality = {"all": engine.quality(selectors.bands(learned)), "groups": groups, "languages": languages}
        learned.save(update_fields=["quality"])
        told += bool(learned.quality["all"])
    return str(told)


def _compare(new: Sequence[Person], learned: Learned) -> int:
    keys = _write_keys(new)
    found: list[services.Found] = []
    for person, values in zip(new, keys, strict=True):
        others = _sharing(person, values)
        if others:
            compared = engine.compare(learned.content, person, others)
            found += [(person.pk, other.pk, chance, why) for other, chance, why in compared]
    return services.keep(learned, found)


def _write_keys(persons: Sequence[Person]) -> list[list[int]]:
    keys = engine.keys(persons)
    with transaction.atomic():
        Prepared.objects.bulk_create([Prepared(person=each) for each in persons], ignore_conflicts=True)
        rows = [Key(person=each, value=value) for each, values in zip(persons, keys, strict=True) for value in values]
        Key.objects.bulk_create(rows, ignore_conflicts=True)
    return keys


def _sharing(person: Person, values: Sequence[int]) -> list[Person]:
    """Others with one of these keys; keys that many share are passed over, as in a batch."""
    counted = Key.objects.filter(value__in=values).order_by().values("value").annotate(n=Count("pk"))
    few = [row["value"] for row in counted if 1 < row["n"] <= MOST_OF_A_KEY]
    numbers = Key.objects.filter(value__in=few).exclude(person=person).order_by().values("person")
    return list(Person.objects.filter(pk__in=numbers).order_by("pk"))
