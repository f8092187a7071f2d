"""What a placement is decided from: families, places, what each family would gain where, and what there is room for.

Axes: n families (indivisible: a family is one row, whoever belongs to it), R places, K resources. A resource is
anything counted: dwellings by rooms, seats by age, jobs by occupation, persons of a quota. A place that is not allowed
for a family (law, medical need, language) has no gain there: NaN.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qonys.engines.vocabulary.errors import OutOfRange, SumsDisagree

Floats = NDArray[np.float64]
Places = NDArray[np.int32]

UNPLACED = -1
FREE = -2  # of `fixed`: the engine decides


@dataclass(frozen=True)
class Placement:
    """Refuses what is not a placement, and locks that do not fit, naming family, place and resource."""

    gain: NDArray[Any]  # (n, R), single or double precision; NaN: not allowed
    need: Floats  # (n, K), not negative
    capacity: Floats  # (R, K), not negative
    places: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    fixed: Places = field(default_factory=lambda: np.empty(0, dtype=np.int32))  # (n,): place, UNPLACED or FREE

    def __post_init__(self) -> None:
        object.__setattr__(self, "need", np.asarray(self.need, dtype=np.float64))
        object.__setattr__(self, "capacity", np.asarray(self.capacity, dtype=np.float64))
        self._refuse_shapes()
        n, places = self.gain.shape
        if not self.places:
            object.__setattr__(self, "places", tuple(f"place {r + 1}" for r in range(places)))
        if not self.resources:
            object.__setattr__(self, "resources", tuple(f"resource {k + 1}" for k in range(self.need.shape[1])))
        if not self.fixed.size:
            object.__setattr__(self, "fixed", np.full(n, FREE, dtype=np.int32))
        self._refuse_numbers()
        self._refuse_locks()

    @property
    def shape(self) -> tuple[int, int, int]:
        """Families, places, resources."""
        return (*self.gain.shape, self.need.shape[1])

    def used(self, place: Places) -> Floats:
        """What families standing at `place` (n,) take of everything, (R, K)."""
        here = place >= 0
        taken = np.zeros(self.capacity.shape)
        np.add.at(taken, place[here], self.need[here])
        return taken

    def value(self, place: Places) -> float:
        """The sum of gains, in double precision."""
        here = np.flatnonzero(place >= 0)
        return float(self.gain[here, place[here]].astype(np.float64).sum())

    def allows(self, place: Places) -> bool:
        """Every family where it may be, every lock kept, no capacity exceeded."""
        here = np.flatnonzero(place >= 0)
        legal = not np.isnan(self.gain[here, place[here]]).any()
        kept = bool(((self.fixed == FREE) | (self.fixed == place)).all())
        return legal and kept and bool((self.used(place) <= self.capacity + 1e-9).all())

    def locked(self, edits: dict[int, int]) -> Placement:
        """The same with families fixed: {family: place}, UNPLACED to leave one out, FREE to undo."""
        fixed = self.fixed.copy()
        for family, place in edits.items():
            fixed[family] = place
        return replace(self, fixed=fixed)

    def forbidden(self, pairs: list[tuple[int, int]]) -> Placement:
        """The same without the pairs (family, place)."""
        gain = self.gain.copy()
        for family, place in pairs:
            gain[family, place] = np.nan
        return replace(self, gain=gain)

    def with_capacity(self, capacity: Floats) -> Placement:
        return replace(self, capacity=capacity)

    def _refuse_shapes(self) -> None:
        if self.gain.ndim != 2 or self.gain.dtype not in (np.float32, np.float64):
            raise OutOfRange("gains are a table of families x places.", value=(self.gain.shape, str(self.gain.dtype)))
        n, places = self.gain.shape
        if self.need.ndim != 2 or len(self.need) != n:
            raise SumsDisagree("gains and needs speak of different numbers of families.", value=(n, len(self.need)))
        if self.capacity.shape != (places, self.need.shape[1]):
            raise SumsDisagree(
                "capacities must be a table of places x resources.",
                value=self.capacity.shape, remedy=f"It should be {(places, self.need.shape[1])}.",
            )  # fmt: skip
        if self.fixed.size and self.fixed.shape != (n,):
            raise SumsDisagree("locks must be one entry a family.", value=self.fixed.shape)

    def _refuse_numbers(self) -> None:
        for name, table in (("need", self.need), ("capacity", self.capacity)):
            wrong = ~np.isfinite(table) | (table < 0)
            if wrong.any():
                row, k = (int(each) for each in np.argwhere(wrong)[0])
                of = f"family {row + 1}" if name == "need" else self.places[row]
                raise OutOfRange(
                    f"the {name} of '{self.resources[k]}' at {of} is negative or not a number.",
                    value=float(table[row, k]),
                )
        for first in range(0, len(self.gain), 8_192):
            infinite = np.argwhere(np.isinf(self.gain[first : first + 8_192]))
            if len(infinite):
                family, place = (int(each) for each in infinite[0])
                raise OutOfRange(f"family {first + family + 1}: the gain at {self.places[place]} is infinite.")

    def _refuse_locks(self) -> None:
        wrong = np.flatnonzero((self.fixed < FREE) | (self.fixed >= len(self.places)))
        if wrong.size:
            raise OutOfRange(
                f"family {int(wrong[0]) + 1} is locked to a place that does not exist.", value=int(self.fixed[wrong[0]])
            )
        here = np.flatnonzero(self.fixed >= 0)
        barred = here[np.isnan(self.gain[here, self.fixed[here]])]
        if barred.size:
            i = int(barred[0])
            raise SumsDisagree(
                f"family {i + 1} is locked to {self.places[self.fixed[i]]}, where it is not allowed.",
                remedy="Lock it elsewhere, or give it a gain there if the law allows the place.",
            )
        over = self.used(self.fixed) - self.capacity
        if (over > 1e-9).any():
            r, k = (int(each) for each in np.argwhere(over > 1e-9)[0])
            raise SumsDisagree(
                f"families locked to {self.places[r]} need more of '{self.resources[k]}' than there is.",
                value=(float(self.used(self.fixed)[r, k]), float(self.capacity[r, k])),
                remedy="Release a lock, or enter the capacity first: infrastructure comes before people.",
            )
