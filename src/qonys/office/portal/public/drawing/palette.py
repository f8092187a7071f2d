"""Classes of colour: a value falls into a numbered bin, the style sheet gives the bin its colour.

Diverging bins d0..d6 (d3 is "about the same"), sequential bins s0..s4. Breaks are round numbers, so that a
legend can be read aloud.
"""

from __future__ import annotations

import itertools
import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from qonys.office.planning.wording import numbers

_DIVERGING = ((1, 3, 6), (2, 5, 10), (5, 15, 30), (10, 30, 60), (20, 50, 100), (50, 100, 200))


@dataclass(frozen=True)
class Scale:
    kind: str  # "d" diverging, "s" sequential
    breaks: tuple[float, ...]

    def bin(self, value: float) -> str:
        return f"{self.kind}{bisect_right(self.breaks, value)}"

    def legend(self) -> tuple[tuple[str, str], ...]:
        """(bin, label) from lowest to highest."""
        signed = self.kind == "d"
        text = [numbers.number(b, _decimals(b), signed=signed) for b in self.breaks]
        inner = [numbers.between(low, high) for low, high in itertools.pairwise(text)]
        labels = [f"< {text[0]}", *inner, f"≥ {text[-1]}"]
        return tuple((f"{self.kind}{i}", label) for i, label in enumerate(labels))


def _decimals(value: float) -> int:
    """How many decimals show a round break: 0.05 -> 2, 0.5 -> 1, 5 -> 0."""
    return 0 if float(value).is_integer() else max(1, math.ceil(-math.log10(abs(value))))


def diverging(values: Sequence[float]) -> Scale:
    """Three steps to either side of zero, wide enough that most values are not in the last one."""
    sizes = sorted(abs(value) for value in values) or [0.0]
    typical = sizes[int(0.8 * (len(sizes) - 1))]
    # A policy may change hundredths; what is finer still is the same to anybody.
    fine = 10.0 ** math.ceil(math.log10(0.6 / max(typical, 0.006))) if typical < 0.6 else 1.0
    steps = next((steps for steps in _DIVERGING if steps[2] >= typical * fine), _DIVERGING[-1])
    return Scale("d", tuple(-s / fine for s in reversed(steps)) + tuple(s / fine for s in steps))


def sequential(values: Sequence[float]) -> Scale:
    """Four round breaks through the range of the values."""
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    rough = max(high - low, 1e-9) / 5
    magnitude = 10.0 ** math.floor(math.log10(rough))
    width = next(magnitude * m for m in (1, 2, 5, 10) if magnitude * m >= rough * 0.9)
    first = math.ceil(low / width + 0.2) * width
    return Scale("s", tuple(round(first + i * width, 6) for i in range(4)))


def skewed(values: Sequence[float]) -> Scale:
    """Four round breaks of 1, 2 or 5 for counts of which most are small and a few very large."""
    ranked = sorted(max(value, 1.0) for value in values) or [1.0]
    wanted = (ranked[int(share * (len(ranked) - 1))] for share in (0.4, 0.7, 0.9, 0.98))
    breaks = sorted({round_below(value) for value in wanted})
    while len(breaks) < 4:
        breaks.append(round_below(2.5 * breaks[-1]))
    return Scale("s", tuple(breaks))


def round_below(value: float) -> float:
    power = 10.0 ** math.floor(math.log10(value))
    return next(power * step for step in (5, 2, 1) if power * step <= value * (1 + 1e-9))


def round_above(value: float) -> float:
    """The end of an axis with about four or five round steps."""
    width = round_below(value / 4)
    return math.ceil(value / width - 1e-9) * width
