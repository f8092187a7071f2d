"""Infrastructure first: what is not ready on a day does not exist until its date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from qonys.engines.matching.problem import Floats


@dataclass(frozen=True)
class Offer:
    """So many units of something in a place, from the day they are ready until the day they are withdrawn."""

    place: str
    resource: str
    units: float
    ready: date
    until: date | None = None

    def stands(self, day: date) -> bool:
        return self.ready <= day and (self.until is None or day < self.until)


def capacity_on(day: date, offers: Iterable[Offer], places: Sequence[str], resources: Sequence[str]) -> Floats:
    """What there is on that day, (R, K)."""
    capacity = np.zeros((len(places), len(resources)))
    for offer in offers:
        if offer.stands(day):
            capacity[places.index(offer.place), resources.index(offer.resource)] += offer.units
    return capacity


def lacking_until(
    day: date, offers: Iterable[Offer], place: str, resource: str, amount: float, taken: float = 0.0
) -> date | None:
    """The first day from `day` on when the place has `amount` beside what is `taken`; None if never.

    It lets a family be told: "your first choice lacked a 3-room dwelling until September".
    """
    here = [offer for offer in offers if offer.place == place and offer.resource == resource]
    for each in sorted({day, *(offer.ready for offer in here if offer.ready > day)}):
        if sum(offer.units for offer in here if offer.stands(each)) - taken >= amount - 1e-9:
            return each
    return None
