"""What PostgreSQL would refuse to hold SQLite refuses too: longer texts, larger numbers.

SQLite takes any text and any number into any column: a mistake of ours would be found only in the large offices.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

TEXTS = ("CharField", "SlugField", "FileField", "FilePathField")  # as Django calls columns of a greatest length
WHOLE = {"SmallIntegerField": 15, "IntegerField": 31}  # bits without the sign
COUNTS = {"PositiveSmallIntegerField": 15, "PositiveIntegerField": 31}


class NoLongerThan:
    """The check of a column of texts; none where the field has no greatest length."""

    def __mod__(self, field: Mapping[str, Any]) -> str | None:
        most = field["max_length"]
        return None if most is None else f'length("{field["column"]}") <= {most}'


BOUNDS: dict[str, Any] = {
    **dict.fromkeys(TEXTS, NoLongerThan()),
    **{name: f'"%(column)s" BETWEEN -{2**bits} AND {2**bits - 1}' for name, bits in WHOLE.items()},
    **{name: f'"%(column)s" BETWEEN 0 AND {2**bits - 1}' for name, bits in COUNTS.items()},
}
