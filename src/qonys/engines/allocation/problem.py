"""What a quota is decided from: shortages, what each newcomer fills and needs, and the bounds.

Axes: S streams (kandas, resettlers, categories of foreign workers ...), R territories, P purposes. Streams of one
purpose fill the same shortage. Everything a territory has to offer is a resource; newcomers of all streams share it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qonys.engines.vocabulary.errors import OutOfRange, SumsDisagree

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Persons = Floats | Ints

SLACK = 1e-6  # what a solver's rounding may take beyond a bound, in units of the resource


@dataclass(frozen=True)
class Resource:
    """Jobs, dwellings, school places: nobody is invited beyond what is spare."""

    name: str
    spare: Floats  # (R,)
    per_person: Floats  # (S,)


@dataclass(frozen=True)
class Limit:
    """At most `persons` over the whole country in the streams marked: a national quota or a bound of the law."""

    name: str
    streams: NDArray[np.bool_]  # (S,)
    persons: float


@dataclass(frozen=True)
class QuotaProblem:
    """Refuses what no quota can satisfy, and says which bound is at odds with which."""

    streams: tuple[str, ...]
    territories: tuple[str, ...]
    purpose: Ints  # (S,), row of `shortage` that the stream fills
    shortage: Floats  # (P, R)
    fills: Floats  # (S,), units of the shortage one person fills
    resources: tuple[Resource, ...]
    limits: tuple[Limit, ...]
    lower: Ints  # (S, R), persons
    upper: Ints  # (S, R), persons
    steps: int = 400  # into how many parts a territory's shortage is cut: the first counts most, the last least

    def __post_init__(self) -> None:
        self._refuse_negative()
        self._refuse_contradictions()

    @property
    def widths(self) -> Floats:
        """The parts of a shortage, (steps,), summing to one: a thousandth first, each next larger by the same factor.

        A quota is small beside the need, so equal parts would be coarse just where it is decided.
        """
        reached = 10.0 ** (-3.0 * (1.0 - np.arange(self.steps) / max(self.steps - 1, 1)))
        return np.diff(reached, prepend=0.0)

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.streams), len(self.territories)

    def used(self, persons: Persons) -> Floats:
        """What persons (S, R) take of each resource, (K, R)."""
        each = np.array([resource.per_person for resource in self.resources]).reshape(-1, len(self.streams))
        return np.asarray(each @ np.asarray(persons, dtype=np.float64))

    def filled(self, persons: Persons) -> Floats:
        """What persons (S, R) fill of each purpose, (P, R); beyond the shortage too."""
        found = np.zeros_like(self.shortage)
        np.add.at(found, self.purpose, self.fills[:, None] * np.asarray(persons, dtype=np.float64))
        return found

    def fitting(self, wanted: Persons, already: Ints) -> Ints:
        """As many of the persons wanted (S, R) as there is room for beyond those `already` here, who stay: (S, R).

        Where something is short every line of a territory gives the same share of what it wants more.
        """
        more = np.maximum(np.asarray(wanted, dtype=np.float64) - already, 0.0)
        taken = self.used(already)
        for k, resource in enumerate(self.resources):
            used, left = self.used(more)[k], np.maximum(resource.spare - taken[k], 0.0)
            more *= np.divide(left, used, out=np.ones_like(used), where=used > left)
        for limit in self.limits:
            total, left = more[limit.streams].sum(), limit.persons - already[limit.streams].sum()
            more[limit.streams] *= min(max(left, 0.0) / total, 1.0) if total > 0 else 1.0
        return already + np.floor(more + SLACK).astype(np.int64)

    def _refuse_negative(self) -> None:
        for name, values in (("shortage", self.shortage), ("fills", self.fills), ("lower bound", self.lower)):
            if not np.isfinite(values).all() or (values < 0).any():
                raise OutOfRange(f"a {name} is negative or not a number.", value=values.tolist())
        for resource in self.resources:
            if not np.isfinite(resource.spare).all() or (resource.spare < 0).any() or (resource.per_person < 0).any():
                raise OutOfRange(f"'{resource.name}' is negative or not a number.", value=resource.spare.tolist())

    def _refuse_contradictions(self) -> None:
        if (self.lower > self.upper).any():
            s, r = (int(i) for i in np.argwhere(self.lower > self.upper)[0])
            raise SumsDisagree(
                f"{self.streams[s]} of {self.territories[r]}: the least that is protected exceeds the most allowed.",
                value=(int(self.lower[s, r]), int(self.upper[s, r])),
                remedy="Lower the first or raise the second.",
            )
        for resource, used in zip(self.resources, self.used(self.lower), strict=True):
            over = used - resource.spare
            if (over > SLACK).any():
                r = int(over.argmax())
                raise SumsDisagree(
                    f"{self.territories[r]}: what is protected needs more of '{resource.name}' than is spare.",
                    value=(float(used[r]), float(resource.spare[r])),
                    remedy="Lower the protected minimum: infrastructure comes first.",
                )
        for limit in self.limits:
            least = int(self.lower[limit.streams].sum())
            if least > limit.persons + SLACK:
                raise SumsDisagree(
                    f"the protected minima exceed the limit '{limit.name}'.",
                    value=(least, limit.persons),
                    remedy="Lower them, or raise the limit if the law allows it.",
                )


def most_of(problem: QuotaProblem, stream: int) -> float:
    """The tightest national limit on one stream, persons; infinite if there is none."""
    found: Sequence[float] = [limit.persons for limit in problem.limits if limit.streams[stream]]
    return min(found, default=float("inf"))
