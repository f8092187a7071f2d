"""Counts of people that tell of nobody: random rounding by cell keys, published only as sums of rounded cells.

Every person (or event) carries a record key, a number drawn by hashing its random public key. The keys of all in a
cell add up to the cell's key (modulo 2**64), and that alone decides how the cell is rounded: to the multiple of the
base below or above, above with the probability (rest / base), so that the expected value is the true one.

- **No small count leaves.** Every cell is 0 or a multiple of the base. A published 0 may be 0 to base - 1 people, a
  published multiple m may be m - (base - 1) to m + (base - 1): never fewer than `base` different truths fit.
- **No totals to subtract from.** A total is never counted: it is the sum of the rounded cells below it. Whoever
  subtracts one published table from another gets a sum of rounded cells that was, or might have been, published
  itself. (Rounding a total on its own would be nearer to the truth, and now and then four cells of "4" and a total of
  "16" rounded apart would give all five away.)
- **The same people, the same number.** The noise depends on who is in the cell, not on when, how often, or in which
  table somebody asks; asking again averages nothing away. It needs no secret that could be lost or restored wrongly,
  since the random key of each person is itself kept in the register and shown to nobody who may not see the person.
- **What it costs.** A cell is wrong by less than the base; its variance is rest * (base - rest), at most 6 and on
  average 4 persons squared for a base of 5. A total of n cells that hold people has a standard error of about 2 *
  sqrt(n): the nation from 4,000 cells of place, sex and age is right within about 250 people. Small cells are
  unbiased, so that sums over them are.
- **Whole periods only.** Two counts a day apart would tell what happened on that day: stocks are given for the first
  day of a month, moves by whole quarters, births and deaths by whole years (see periods.py).
- **What it does not do.** It does not keep a group from being described ("nobody aged 90 lives here" may be read as
  "at most four"), and whoever knows all people of a cell but one already may guess about that one from two dates; one
  date tells nothing exact.

The method is the cell-key method of the Australian Bureau of Statistics (Fraser and Wooton, 2005), with unbiased
rounding to a base as its perturbation table, as Statistics Canada and Stats NZ round their censuses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b

from qonys.office.registers.disclosure.refusals import NotATable

BASE = 5
_SPAN = 1 << 64
Cell = tuple[str, ...]


def record_key(*names: str) -> int:
    """The number a person or an event carries into every cell it is counted in."""
    return int.from_bytes(blake2b("|".join(names).encode(), digest_size=8, person=b"qonys-cell").digest(), "big")


def share_of(key: int) -> float:
    """A key as a number in [0, 1)."""
    return (key % _SPAN >> 11) / (1 << 53)


def rounded(count: int, key: int, base: int = BASE) -> int:
    """The multiple of the base below or above, above as often as the rest asks for, always the same for one key."""
    lower, rest = divmod(count, base)
    return (lower + (share_of(key) * base < rest)) * base


@dataclass(frozen=True)
class Protected:
    """Rounded counts by their finest cells. Everything coarser is a sum of these."""

    dimensions: tuple[str, ...]
    cells: Mapping[Cell, int]
    base: int

    def over(self, *wanted: str) -> dict[Cell, int]:
        """Counts by some of the dimensions, in the order asked for; by none, the total."""
        places = [self._place(name) for name in wanted]
        found: dict[Cell, int] = {}
        for cell, count in self.cells.items():
            coarse = tuple(cell[place] for place in places)
            found[coarse] = found.get(coarse, 0) + count
        return found

    def grouped(self, name: str, group: Callable[[str], str]) -> Protected:
        """The same counts with values of one dimension put together: single ages into groups, quarters into years."""
        place = self._place(name)
        found: dict[Cell, int] = {}
        for cell, count in self.cells.items():
            coarse = (*cell[:place], group(cell[place]), *cell[place + 1 :])
            found[coarse] = found.get(coarse, 0) + count
        return Protected(self.dimensions, found, self.base)

    @property
    def total(self) -> int:
        return sum(self.cells.values())

    def __iter__(self) -> Iterator[tuple[Cell, int]]:
        return iter(sorted(self.cells.items()))

    def _place(self, name: str) -> int:
        if name not in self.dimensions:
            raise NotATable(f"This table has no {name!r}; it has {', '.join(self.dimensions)}.")
        return self.dimensions.index(name)


class Tally:
    """Counting that lets out nothing but rounded cells."""

    def __init__(self, *dimensions: str) -> None:
        self._dimensions = dimensions
        self._counts: dict[Cell, int] = {}
        self._keys: dict[Cell, int] = {}

    def add(self, cell: Cell, key: int) -> None:
        self._counts[cell] = self._counts.get(cell, 0) + 1
        self._keys[cell] = self._keys.get(cell, 0) + key

    def protected(self, base: int) -> Protected:
        """Rounded cells; those that come out as nobody are left away, like those where nobody is."""
        found = {cell: rounded(count, self._keys[cell], base) for cell, count in self._counts.items()}
        return Protected(self._dimensions, {cell: count for cell, count in found.items() if count}, base)
