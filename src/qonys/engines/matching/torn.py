"""The families that are torn between places at given prices, and the places they are torn between.

At the right prices most families have one place that is best by far, and it is theirs in every good plan. What is left
to decide is small however large the country is: as many families as there are scarce things, and some around them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qonys.engines.matching.kernels import moving, passes
from qonys.engines.matching.problem import Floats
from qonys.engines.matching.sheet import Chosen, Sheet

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Torn:
    """A small placement inside the large one: the others stand where they are best."""

    rows: Ints  # (m,), rows of the sheet
    need: Floats  # (m, K)
    start: Ints  # (m + 1,), columns of each family, best first
    where: Ints  # (columns,)
    worth: Floats  # (columns,)
    settled: NDArray[np.int32]  # (n,), place of everybody else of the sheet, -1 for the torn
    room: Floats  # (R, K), what the others leave; negative where they already ask too much
    width: float

    @property
    def family(self) -> Ints:
        """The torn family of each column."""
        return np.repeat(np.arange(len(self.rows)), np.diff(self.start))

    def shares(self, price: Floats, heat: float) -> Floats:
        """How often each column is taken by families that hesitate by `heat`: nearly always or never, but for a few."""
        family = self.family
        surplus = self.worth - (self.need[family] * price[self.where]).sum(axis=1)
        best = np.zeros(len(self.rows))
        np.maximum.at(best, family, surplus)
        part = np.exp(np.maximum((surplus - best[family]) / heat, -700.0))
        whole = np.exp(np.maximum(-best / heat, -700.0))
        np.add.at(whole, family, part)
        return np.asarray(part / whole[family])

    @property
    def options(self) -> moving.Options:
        return moving.Options(self.start, self.where, self.worth)

    @property
    def needs(self) -> moving.Needs:
        family, what = np.nonzero(self.need)
        start = np.searchsorted(family, np.arange(len(self.need) + 1)).astype(np.int64)
        return moving.Needs(start, what.astype(np.int64), self.need[family, what])


def margins(sheet: Sheet, price: Floats) -> NDArray[np.float32]:
    """How far each family's second choice lies behind its first, (n,)."""
    margin = np.empty(len(sheet.gain), dtype=np.float32)
    passes.margins(sheet.gain, sheet.need, sheet.fresh, np.ascontiguousarray(price.T, dtype=np.float32), margin)
    return margin


def torn(sheet: Sheet, price: Floats, chosen: Chosen, families: int, places: int, width: float = 0.0) -> Torn:
    """The `families` most torn, each with at most `places` places.

    Columns reach `width` behind the best; by default as far as the margin of the last family taken, twice over.
    """
    margin = margins(sheet, price)
    rows = np.arange(len(margin))
    if families < len(margin):
        rows = np.sort(np.argpartition(margin, families)[:families])
    rows = np.union1d(rows, _too_many(sheet, chosen, margin, rows))
    width = width or 2.0 * float(margin[rows].max(initial=0.0))
    counts = np.empty(len(rows), dtype=np.int64)
    where = np.empty((len(rows), places), dtype=np.int64)
    regret = np.empty((len(rows), places), dtype=np.float32)
    prices = np.ascontiguousarray(price.T, dtype=np.float32)
    passes.options(sheet.gain, sheet.need, prices, rows, np.float32(width), places, counts, where, regret)
    kept = np.arange(places) < counts[:, None]
    settled = chosen.place.copy()
    settled[rows] = -1
    here = np.flatnonzero(settled >= 0)
    room = sheet.room.copy()
    np.subtract.at(room, settled[here], sheet.need[here])
    family = np.repeat(rows, counts)
    return Torn(
        rows, np.ascontiguousarray(sheet.need[rows]), np.concatenate([[0], np.cumsum(counts)]), where[kept],
        sheet.gain[family, where[kept]].astype(np.float64), settled, room, width,
    )  # fmt: skip


def _too_many(sheet: Sheet, chosen: Chosen, margin: NDArray[np.float32], rows: Ints) -> Ints:
    """Families that have to be torn too, the least settled first: their place is asked for more than it has."""
    place = chosen.place.copy()
    place[rows] = -1
    here = np.flatnonzero(place >= 0)
    room = sheet.room.copy()
    np.subtract.at(room, place[here], sheet.need[here])
    found = []
    for r, k in np.argwhere(room < -1e-9):
        asking = here[(place[here] == r) & (sheet.need[here, k] > 0)]
        asking = asking[np.argsort(margin[asking], kind="stable")]
        enough = int(np.searchsorted(np.cumsum(sheet.need[asking, k]), -room[r, k] - 1e-9)) + 1
        found.append(asking[:enough])
    return np.concatenate(found) if found else np.empty(0, dtype=np.int64)
