"""Numbers of texts that are the same in every run and on every machine: keys for arrays and for databases."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.int64]
NONE = -1
_MIX = np.uint64(0x9E3779B97F4A7C15)


def hashed(values: Sequence[str]) -> Keys:
    """A number from 0 to 2**63 - 1 of each text."""
    if not values:
        return np.zeros(0, np.int64)
    letters = np.array([value.encode() or b" " for value in values])
    rows = letters.view(np.uint8).reshape(len(values), -1)
    key = np.full(len(values), 1469598103934665603, np.uint64)
    with np.errstate(over="ignore"):
        for column in rows.T:
            grown = (key ^ column.astype(np.uint64)) * _MIX
            key = np.where(column > 0, grown ^ (grown >> np.uint64(31)), key)
    return (key >> np.uint64(1)).astype(np.int64)


def joined(*parts: Keys) -> Keys:
    """One number of several; -1 where any of them is missing."""
    key = np.zeros(len(parts[0]), np.uint64)
    missing = np.zeros(len(parts[0]), bool)
    with np.errstate(over="ignore"):
        for part in parts:
            missing |= part < 0
            key = (key ^ part.astype(np.uint64)) * _MIX
            key ^= key >> np.uint64(29)
    return np.where(missing, np.int64(NONE), (key >> np.uint64(1)).astype(np.int64))
