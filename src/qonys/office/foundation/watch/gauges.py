"""Gauges: numbers a room offers to whoever watches. A room writes a function and names it in settings.QONYS_GAUGES:

    def gauges() -> Iterator[Gauge]:
        yield Gauge("qonys_jobs", "Open jobs.", Job.objects.count(), {"state": "queued"})

A function that fails is left out and logged; the others are told.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.db import DatabaseError
from django.utils.module_loading import import_string

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Gauge:
    name: str  # qonys_..., with the unit at its end: _seconds, _bytes
    help: str
    value: float
    labels: Mapping[str, str] = field(default_factory=dict)


def all_of(names: Iterable[str]) -> Iterator[Gauge]:
    """The gauges of every function of those dotted names."""
    for name in names:
        try:
            yield from list(import_string(name)())
        except DatabaseError:
            log.exception("The gauges of %s are missing.", name)
