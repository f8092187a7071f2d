"""Questions to the journal."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from qonys.office.foundation.journal.models import Entry, Seal
from qonys.office.foundation.journal.services import READINGS


@dataclass(frozen=True)
class Reading:
    """Somebody looked into a file."""

    at: datetime
    actor: str
    purpose: str


def entries(stream: str) -> QuerySet[Entry]:
    """The lines of a stream in the order they were written."""
    return Entry.objects.filter(stream_id=stream).order_by("sequence")


def newest(stream: str, count: int, *actions: str) -> QuerySet[Entry]:
    """The newest lines first, of those actions if any are named."""
    found = Entry.objects.filter(stream_id=stream)
    return (found.filter(action__in=actions) if actions else found).order_by("-sequence")[:count]


def content(entry: Entry) -> dict[str, Any]:
    """The payload as it was given; personal contents stand there as references."""
    told: dict[str, Any] = json.loads(entry.payload)
    return told


def who_looked(stream: str) -> list[Reading]:
    """Everybody who looked into a file, newest first."""
    found = Entry.objects.filter(stream_id=stream + READINGS).order_by("-sequence")
    return [Reading(entry.at, entry.actor, content(entry)["purpose"]) for entry in found]


def newest_seal() -> Seal | None:
    return Seal.objects.order_by("number").last()
