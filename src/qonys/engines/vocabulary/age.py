"""Age in completed years. The last age of an array is open: it holds everybody of that age and older.

Light on purpose: documents name ages too, and whoever reads one needs no numerical library.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

PUBLISHED_OPEN_AGE = 100
ENGINE_OPEN_AGE = 130  # the United Nations project to 130+ inside and publish 100+

_GROUP = re.compile(r"^(\d+)(?:-(\d+)|(\+))?$")


def ages(open_age: int = PUBLISHED_OPEN_AGE) -> range:
    """Completed years 0, 1, ... `open_age`, the last one open."""
    return range(open_age + 1)


@dataclass(frozen=True)
class AgeGroup:
    """Ages `first`..`last` inclusive; `last` is None for an open group."""

    first: int
    last: int | None

    @classmethod
    def parse(cls, text: str) -> AgeGroup:
        """Read "7", "16-62" or "63+". Raises ValueError for anything else."""
        found = _GROUP.match(text.strip())
        if found is None:
            raise ValueError(f"{text!r} is not an age or age group: write 7, 16-62 or 63+.")
        first = int(found[1])
        if found[3]:
            return cls(first, None)
        last = int(found[2]) if found[2] else first
        if last < first:
            raise ValueError(f"{text!r} ends before it begins.")
        return cls(first, last)

    def __str__(self) -> str:
        if self.last is None:
            return f"{self.first}+"
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"

    def covers(self, open_age: int = PUBLISHED_OPEN_AGE) -> slice:
        """The positions of this group along an age axis that is open at `open_age`."""
        return slice(self.first, open_age + 1 if self.last is None else self.last + 1)
