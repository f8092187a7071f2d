"""Scenarios keep their colour on every page: the baseline is blue, the others take turns, then again with a dash."""

from __future__ import annotations

from dataclasses import dataclass

from qonys.office.planning.scenarios import comparisons, library
from qonys.office.planning.scenarios.comparisons import Comparison

BASELINE = "brand"
TONES = ("gold", "violet", "olive", "rose")


@dataclass(frozen=True)
class Tone:
    name: str
    dash: bool

    @property
    def classes(self) -> str:
        return f"t-{self.name} dash" if self.dash else f"t-{self.name}"


def tone_of(comparison: Comparison) -> Tone:
    """The country's scenarios first, by name, then what was written here, the oldest first."""
    keys = [each.key for each in library.shipped()]
    written = [each.id for each in reversed(comparisons.complete(comparison.country)) if not each.key]
    order = [*keys, *written]
    place = order.index(comparison.name) if comparison.name in order else len(order)
    return Tone(TONES[place % len(TONES)], place // len(TONES) % 2 == 1)
