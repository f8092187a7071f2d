"""Taking a person into the register, and correcting what it says: each with one line in the person's stream."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qonys.office.foundation.authority.models import Territory
from qonys.office.foundation.journal import personal
from qonys.office.foundation.journal.services import append
from qonys.office.registers.persons import bulk, policies
from qonys.office.registers.persons.filling import FIELDS, fill, new_person
from qonys.office.registers.persons.models import Against, Person, Remark, Word
from qonys.office.registers.persons.names import words_of, write_words
from qonys.office.registers.persons.refusals import NumberTaken, UntakablePerson
from qonys.office.registers.persons.told import PersonTold, Taken
from qonys.office.registers.refusals import possible
from qonys.office.registers.sources.models import Source


def take(told: PersonTold, *, territory: Territory, source: Source, actor: str) -> Taken:
    """The person of that number, or a new one, who lies in `territory` until a residence says otherwise.

    What is told of a known person fills gaps; what does not agree is kept as a remark. Raises BadInput.
    """
    person = new_person(told, territory, source)
    with transaction.atomic():
        if person.iin is None:  # nobody else can come with it
            return _opened(person, actor)
        known = _of_number(person.iin)
        if known is None:
            try:
                with transaction.atomic():
                    return _opened(person, actor)
            except IntegrityError:  # another took the same number in this moment
                known = _of_number(person.iin)
                if known is None:
                    raise
        return _told_again(known, person, territory, actor)


def take_many(told: Iterable[tuple[PersonTold, Territory]], *, source: Source, actor: str) -> list[int]:
    """Take any number of persons, each with the territory he or she lies in; returns their row numbers in order.

    Fast for the new ones: one journal line for a batch (see bulk.py). Those whose number is known, or comes twice, are
    taken one by one. What cannot be taken raises BadInput; the batches before it are kept.
    """
    taken: list[int] = []
    with bulk.roomy():
        for batch in bulk.batches(told):
            rows = bulk.rows(batch, source)
            with transaction.atomic():
                Source.objects.select_for_update(no_key=True).get(pk=source.pk)  # one batch of a source at a time
                taken += _batch(batch, rows, source, actor)
    return taken


def _batch(batch: Sequence[bulk.Told], rows: list[bulk.Row], source: Source, actor: str) -> list[int]:
    try:
        with transaction.atomic():
            return _at_once(batch, rows, source, actor)
    except IntegrityError:  # others take persons under these numbers in this moment: one by one, then
        return [take(each, territory=place, source=source, actor=actor).person.pk for each, place in batch]


def _at_once(batch: Sequence[bulk.Told], rows: list[bulk.Row], source: Source, actor: str) -> list[int]:
    slow = bulk.repeated(rows)
    fast = [place for place in range(len(batch)) if place not in slow]
    numbers = dict(zip(fast, bulk.insert([rows[place] for place in fast], source, actor), strict=True))
    for place in sorted(slow):
        each, territory = batch[place]
        numbers[place] = take(each, territory=territory, source=source, actor=actor).person.pk
    return [numbers[place] for place in range(len(batch))]


def correct(person: Person, changes: Mapping[str, Any], *, reason: str, actor: str) -> Person:
    """Change what the register says of a person; remarks that agree with it now are gone. Raises BadInput."""
    for field in changes:
        if field not in FIELDS:
            raise UntakablePerson(_("nothing of that name is kept of a person."), where=field, remedy=possible(FIELDS))
    with transaction.atomic():
        kept = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        before = {field: getattr(kept, field) for field in FIELDS}
        found_by = kept.search_key
        fill(kept, {**before, **changes})
        _refuse_taken(kept)
        after = {field: getattr(kept, field) for field in FIELDS if getattr(kept, field) != before[field]}
        if after:
            _save(kept, found_by)
            _drop_agreeing(kept)
            content = {"before": {each: before[each] for each in after}, "after": after, "reason": reason}
            _note(kept, "corrected", actor, content, fields=sorted(after))
    return kept


def take_back(person: Person, *, reason: str, actor: str) -> None:
    """Out of the register again, if nothing stands on it. Raises ProtectedError; its journal stays."""
    with transaction.atomic():
        person.delete()
        append(person.stream, "taken back", {"reason": reason}, actor=actor)


def record_death(person: Person, on: date) -> None:
    """The day of death; whoever tells of it writes the line."""
    Person.objects.filter(pk=person.pk).update(died=on)
    person.died = on


def dismiss(remark: Remark, *, reason: str, actor: str) -> Remark:
    """The register is right, what was told is not."""
    with transaction.atomic():
        held = Remark.objects.select_for_update(of=("self",), no_key=True).select_related("person").get(pk=remark.pk)
        held.dismissed = held.dismissed or timezone.now()
        held.save(update_fields=["dismissed"])
        content = {"known": held.known, "told": held.told, "reason": reason}
        _note(held.person, "remark dismissed", actor, content, fields=[held.about])
    return held


def _of_number(iin: str) -> Person | None:
    return Person.objects.select_for_update(no_key=True).filter(iin=iin).first()


def _opened(person: Person, actor: str) -> Taken:
    person.save(force_insert=True)
    write_words([person])
    remarks = _remarks(person, person)
    told = {field: getattr(person, field) for field in FIELDS}
    lies = {"territory": person.home_id, "source": person.source_id}
    personal.begin_with(person.stream, "taken", lies, {"content": told}, actor=actor)
    return Taken(person, remarks, new=True)


def _told_again(known: Person, told: Person, territory: Territory, actor: str) -> Taken:
    gaps = {each: getattr(told, each) for each in FIELDS if getattr(told, each) and not getattr(known, each)}
    if gaps:
        found_by = known.search_key
        fill(known, {field: getattr(known, field) for field in FIELDS} | gaps)
        _save(known, found_by)
    remarks = _remarks(known, told)
    content = {"filled": gaps, "differs": {each.about: each.told for each in remarks}}
    _note(known, "told again", actor, content, territory=territory.pk, source=told.source_id)
    return Taken(known, remarks, new=False)


def _remarks(known: Person, told: Person) -> tuple[Remark, ...]:
    """What does not agree, kept once however often it is told; what was dismissed is not raised again."""
    rows = [_remark(known, told, *found) for found in (*_against_number(told), *_against_register(known, told))]
    return tuple(row for row in rows if row.dismissed is None)


def _remark(known: Person, told: Person, about: str, against: Against, ours: str, theirs: str) -> Remark:
    same = {"person": known, "about": about, "against": against, "known": ours, "told": theirs}
    return Remark.objects.get_or_create(**same, defaults={"source_id": told.source_id})[0]


def _against_number(told: Person) -> Iterator[tuple[str, Against, str, str]]:
    for each in policies.remarks_on_number(told.iin, told.birth_date, told.birth_precision, told.sex):
        yield each.about, Against.NUMBER, each.seems, each.told


def _against_register(known: Person, told: Person) -> Iterator[tuple[str, Against, str, str]]:
    for field in FIELDS:
        ours, theirs = getattr(known, field), getattr(told, field)
        if theirs and ours != theirs:
            yield field, Against.REGISTER, str(ours), str(theirs)


def _drop_agreeing(person: Person) -> None:
    """Remarks on what the register now holds, unless its number still says otherwise."""
    still = {(about, seems) for about, _, seems, _ in _against_number(person)}
    for remark in Remark.objects.filter(person=person):
        open_still = remark.against == Against.NUMBER and (remark.about, remark.known) in still
        if str(getattr(person, remark.about)) == remark.told and not open_still:
            remark.delete()


def _refuse_taken(person: Person) -> None:
    if person.iin and Person.objects.filter(iin=person.iin).exclude(pk=person.pk).exists():
        remedy = _("Compare both with the document; one of them may be entered twice.")
        raise NumberTaken(_("another person in the register has this number."), where="iin", remedy=remedy)


def _save(person: Person, old_search_key: str) -> None:
    person.save()
    if person.search_key != old_search_key:
        Word.objects.filter(word__in=words_of(old_search_key), person=person).delete()
        write_words([person])


def _note(person: Person, action: str, actor: str, content: Mapping[str, Any], **payload: Any) -> None:
    append(person.stream, action, {**payload, "content": personal.keep(person.stream, content)}, actor=actor)
