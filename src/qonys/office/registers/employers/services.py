"""Taking an employer into the register, correcting and closing it: each with one line in its stream."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qonys.countries.folders import pack_folder
from qonys.countries.identifiers import read_identifiers
from qonys.countries.sorting import sort_key, typed_key
from qonys.office.foundation.authority.models import Territory
from qonys.office.foundation.journal.services import append
from qonys.office.registers.employers.models import LONGEST_NAME, LONGEST_SORT_KEY, LONGEST_WORD, Employer, Word
from qonys.office.registers.employers.refusals import UntakableEmployer
from qonys.office.registers.employers.sections import Section
from qonys.office.registers.sources.models import Source

ORGANISATION = "organisation"  # the kind of number in the country's identifiers.yaml


@dataclass(frozen=True)
class EmployerTold:
    bin: str
    name_kk: str
    name_ru: str
    section: Section | str


def take(told: EmployerTold, *, territory: Territory, source: Source, actor: str) -> tuple[Employer, bool]:
    """The employer of that number, or a new one, and whether it is new; a known one is left as it is."""
    employer = Employer(territory=territory, source=source)
    _fill(employer, asdict(told))
    with transaction.atomic():
        known = Employer.objects.filter(bin=employer.bin).first()
        if known is None:
            try:
                with transaction.atomic():
                    return _opened(employer, actor), True
            except IntegrityError:  # another took the same number in this moment
                known = Employer.objects.get(bin=employer.bin)
        return known, False


def correct(
    employer: Employer, changes: Mapping[str, str], *, reason: str, actor: str, territory: Territory | None = None
) -> Employer:
    """Change what the register says of an employer. Raises BadInput."""
    with transaction.atomic():
        kept = Employer.objects.select_for_update(no_key=True).get(pk=employer.pk)
        fields = tuple(EmployerTold.__dataclass_fields__)
        before = {field: getattr(kept, field) for field in fields} | {"territory": kept.territory_id}
        _fill(kept, {**{field: before[field] for field in fields}, **changes})
        kept.territory = territory or kept.territory
        kept.save()
        _write_words(kept)
        after = {field: getattr(kept, field) for field in fields} | {"territory": kept.territory_id}
        changed = {field: value for field, value in after.items() if value != before[field]}
        append(kept.stream, "corrected", {"after": changed, "reason": reason}, actor=actor)
    return kept


def close(employer: Employer, *, on: date, actor: str) -> Employer:
    """It gives no work any more from that day."""
    with transaction.atomic():
        kept = Employer.objects.select_for_update(no_key=True).get(pk=employer.pk)
        kept.closed = on
        kept.save(update_fields=["closed"])
        append(kept.stream, "closed", {"on": on}, actor=actor)
    return kept


def _fill(employer: Employer, told: Mapping[str, Any]) -> None:
    for field in ("name_kk", "name_ru"):
        setattr(employer, field, _name(field, told[field]))
    employer.bin = _number(told["bin"])
    if told["section"] not in Section.values:
        raise UntakableEmployer(_("an unknown branch."), where="section", value=told["section"], remedy="A-U")
    employer.section = Section(told["section"]).value
    employer.sort_key = sort_key(employer.name_kk)[:LONGEST_SORT_KEY]


def _name(field: str, text: str) -> str:
    told = " ".join(text.split())
    if not told or len(told) > LONGEST_NAME or not told.isprintable():
        raise UntakableEmployer(_("an employer needs a name that can be read and kept."), where=field, value=len(told))
    return told


def _number(text: str) -> str:
    kind = read_identifiers(pack_folder(settings.QONYS_COUNTRY)).get(ORGANISATION)
    if kind is None:
        raise UntakableEmployer(
            _("this country has no rule for the numbers of organisations."), remedy=_("Add it to identifiers.yaml.")
        )
    return kind.checked(text)


def _opened(employer: Employer, actor: str) -> Employer:
    employer.save(force_insert=True)
    _write_words(employer)
    told = {"bin": employer.bin, "territory": employer.territory_id, "section": employer.section}
    append(employer.stream, "taken", {**told, "source": employer.source_id}, actor=actor)
    return employer


def _write_words(employer: Employer) -> None:
    Word.objects.filter(employer=employer).delete()
    words = {word[:LONGEST_WORD] for word in typed_key(f"{employer.name_kk} {employer.name_ru}").split()}
    Word.objects.bulk_create(Word(employer=employer, word=word) for word in sorted(words))
