"""A share of a count, and how far the truth may lie from it."""

from __future__ import annotations

import math

Z95 = 1.959963984540054  # of 95 % of a normal distribution, on both sides


def wilson(share: float, of: float) -> tuple[float, float]:
    """Middle and half width of Wilson's 95 % interval: honest for few cases and for shares near 0 and 1."""
    z = Z95
    whole = 1 + z * z / of
    return (share + z * z / (2 * of)) / whole, z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / whole


def wilson_interval(share: float, of: float) -> tuple[float, float]:
    """The same as an interval: never below 0 or above 1, also where nobody or everybody did it."""
    middle, reach = wilson(share, of)
    return max(min(middle - reach, share), 0.0), min(max(middle + reach, share), 1.0)  # the last digit may miss it
