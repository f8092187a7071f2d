"""Making a source or a vintage known."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from qonys.engines.vocabulary.territory import Names
from qonys.office.foundation.journal.services import append
from qonys.office.registers.sources.models import Kind, Source, Vintage

STREAM = "sources"


def declare(code: str, names: Names, kind: Kind, *, owner: str, actor: str) -> Source:
    """A source by its code: made if it is new, corrected if its names, kind or owner changed."""
    told = {"kind": Kind(kind).value, "name_kk": names.kk, "name_ru": names.ru, "name_en": names.en, "owner": owner}
    known = Source.objects.filter(pk=code).first()
    if known and all(getattr(known, field) == value for field, value in told.items()):
        return known
    with transaction.atomic():
        source, new = Source.objects.update_or_create(pk=code, defaults=told)
        append(STREAM, "declared" if new else "corrected", {"source": code, **told}, actor=actor)
    return source


def vintage(source: Source, as_of: date) -> Vintage:
    """The vintage of that day, made when it is first told of."""
    return Vintage.objects.get_or_create(source=source, as_of=as_of)[0]
