"""Numbers as a reader sees them: grouped for the language, and never with more digits than the interval supports."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from babel.numbers import get_currency_symbol
from django.conf import settings
from django.utils import formats, translation
from django.utils.translation import gettext as _

MINUS = "\N{MINUS SIGN}"
JOINER = "\N{WORD JOINER}"  # keeps an interval on one line
TRILLION, BILLION, MILLION, THOUSAND = 1_000_000_000_000, 1_000_000_000, 1_000_000, 1_000


class Interval(Protocol):
    """A median with its 80 % interval."""

    @property
    def q10(self) -> float: ...
    @property
    def q50(self) -> float: ...
    @property
    def q90(self) -> float: ...


@dataclass(frozen=True)
class Estimate:
    """A median with its 80 % interval, rounded together; `unit` is the scale word ("million"), perhaps empty."""

    middle: str
    low: str
    high: str
    unit: str = ""

    @property
    def interval(self) -> str:
        return between(self.low, self.high)

    @property
    def open(self) -> bool:
        """Whether anything is left open: nothing is where the interval is a single number."""
        return self.low != self.high

    @property
    def with_unit(self) -> str:
        if self.middle == "0":  # nothing is nothing in any scale; only its currency stays
            return f"0\N{NO-BREAK SPACE}{sign}" if (sign := self.unit.partition("\N{NO-BREAK SPACE}")[2]) else "0"
        return f"{self.middle}\N{NO-BREAK SPACE}{self.unit}" if self.unit else self.middle

    @property
    def interval_with_unit(self) -> str:
        return f"{self.interval}\N{NO-BREAK SPACE}{self.unit}" if self.unit else self.interval


def number(value: float, decimals: int = 0, signed: bool = False) -> str:
    """1 234 567,8 in Kazakh and Russian, 1,234,567.8 in English; a true minus sign."""
    value = round(value, decimals) + 0.0  # + 0.0: no "-0"
    text: str = formats.number_format(abs(value), decimals, use_l10n=True, force_grouping=True)
    if value < 0:
        return MINUS + text
    return "+" + text if signed and value > 0 else text


def percent(share: float, decimals: int = 0, signed: bool = False) -> str:
    """`share` is already in percent. English writes 5%, Kazakh and Russian 5 %."""
    gap = "" if translation.get_language() == "en" else "\N{NO-BREAK SPACE}"
    return f"{number(share, decimals, signed)}{gap}%"


def percent_range(low: float, middle: float, high: float, signed: bool = True) -> tuple[str, str, str]:
    """A share with its interval, in whole percent, or whole tens where the interval is very wide."""
    size = max(step(low, high) / 10 if abs(high - low) < 200 else 10.0, 1.0)
    return (
        percent(rounded(low, size), 0, signed),
        percent(rounded(middle, size), 0, signed),
        percent(rounded(high, size), 0, signed),
    )


def between(low: str, high: str) -> str:
    """An interval: an en dash, or dots when a minus sign would meet the dash."""
    if MINUS in low + high or "+" in low + high:
        return f"{low}\N{NO-BREAK SPACE}…\N{NO-BREAK SPACE}{high}"
    return f"{low}{JOINER}–{JOINER}{high}"


def step(low: float, high: float) -> float:
    """The power of ten worth printing: at least five, fewer than fifty such steps lie between `low` and `high`."""
    width = abs(high - low)
    return 10.0 ** math.floor(math.log10(width / 5)) if width > 0 else 1.0


def grain(band: Interval, finest: float = 0.0) -> float:
    """The step a median and its interval are rounded to: by the interval, but two digits of the median always stay."""
    by_interval = step(band.q10, band.q90)
    if band.q10 > 0:
        by_interval = min(by_interval, 10.0 ** (math.floor(math.log10(band.q50)) - 1))
    return max(by_interval, finest)


def decimals_of(grain: float) -> int:
    """How many decimals show steps of `grain`: 0.1 -> 1, 100 -> 0."""
    return max(0, -math.floor(math.log10(grain) + 1e-9))


def rounded(value: float, grain: float) -> float:
    return round(value / grain) * grain


def scale_of(largest: float) -> tuple[int, str]:
    """Persons, thousands or millions, whichever reads best for values up to `largest`."""
    if abs(largest) >= MILLION:
        return MILLION, _("million")
    if abs(largest) >= 10 * THOUSAND:
        return THOUSAND, _("thousand")
    return 1, ""


def people(band: Interval, signed: bool = False) -> Estimate:
    """Persons with their interval: 21.4 million, 21.1-21.7."""
    scale, unit = scale_of(max(abs(band.q50), abs(band.q10), abs(band.q90)) if signed else band.q50)
    return _estimate(band, grain(band, 1.0), scale, unit, signed)


def amount(band: Interval) -> Estimate:
    """A quantity that may well be nothing, so that its scale follows the upper end: 0, 0-20 thousand."""
    scale, unit = scale_of(max(abs(band.q50), abs(band.q90)))
    return _estimate(band, grain(band, 1.0), scale, unit, False)


def money(cost: Interval, currency: str) -> Estimate:
    """An amount of money with its interval: 350 billion tenge, 190-530."""
    scale, unit = money_scale(max(abs(cost.q50), abs(cost.q90)), currency)
    return _estimate(cost, grain(cost, 1.0), scale, unit, False)


def money_scale(largest: float, currency: str) -> tuple[float, str]:
    """The scale amounts up to `largest` read best in, and its name with the sign of the currency."""
    sign = currency_sign(currency)
    scales = ((TRILLION, _("trillion")), (BILLION, _("billion")), (MILLION, _("million")))
    scale, word = next((each for each in scales if abs(largest) >= each[0]), scale_of(largest))
    return scale, f"{word}\N{NO-BREAK SPACE}{sign}" if word else sign


def price(value: float, currency: str) -> str:
    """What one thing costs: 4 million tenge."""
    scale, unit = money_scale(value, currency)
    return f"{short(value / scale)}\N{NO-BREAK SPACE}{unit}"


def short(value: float) -> str:
    """A number somebody wrote down, two decimals at most and no trailing zeros: 1, 0.65, 42.6."""
    return number(value, next((d for d in range(3) if abs(round(value, d) - value) < 0.005), 2))


def ratio(band: Interval, finest: float = 0.1, signed: bool = False) -> Estimate:
    """A rate, a ratio or years of life; `finest` is the smallest step anybody needs."""
    return _estimate(band, grain(band, finest), 1, "", signed)


def change(band: Interval, persons: bool) -> Estimate:
    """A difference with its interval, signed; zero where nothing moves."""
    if persons:
        return people(band, signed=True)
    return _estimate(band, max(step(band.q10, band.q90), 0.01), 1, "", True)


def counted(value: float, digits: int = 3) -> str:
    """A count of people in words a reader can hold, to so many significant digits: 20.5 million, 596 thousand."""
    scale, unit = scale_of(value)
    whole = len(str(int(abs(value) / scale)))
    shown = number(value / scale, max(0, digits - whole) if scale > 1 else 0)
    return f"{shown}\N{NO-BREAK SPACE}{unit}" if unit else shown


def expected(value: float, digits: int = 2, signed: bool = False) -> str:
    """A mean that comes without an interval: two digits are all it may claim. 430 thousand, 9 500."""
    size = significant(value, digits)
    scale, unit = scale_of(size)
    decimals = max(0, digits - len(str(int(abs(size) / scale)))) if scale > 1 else 0
    shown = number(size / scale, decimals, signed)
    return f"{shown}\N{NO-BREAK SPACE}{unit}" if unit else shown


def expected_money(value: float, currency: str, digits: int = 2) -> str:
    """An expected amount: 1.7 trillion and the sign of its currency."""
    size = significant(value, digits)
    scales = ((TRILLION, _("trillion")), (BILLION, _("billion")), (MILLION, _("million")), (1, ""))
    scale, unit = next(each for each in scales if abs(size) >= each[0] or each[0] == 1)
    decimals = max(0, digits - len(str(int(abs(size) / scale)))) if scale > 1 else 0
    parts = (number(size / scale, decimals), unit, currency_sign(currency))
    return "\N{NO-BREAK SPACE}".join(part for part in parts if part)


@cache
def currency_sign(code: str) -> str:
    """₸ for KZT. CLDR gives the short sign only in a language of the currency's home: ask each of ours."""
    signs = (get_currency_symbol(code, language) for language, _name in settings.LANGUAGES) if code else ()
    return next((sign for sign in signs if sign != code), code)


def significant(value: float, digits: int) -> float:
    """`value` to so many significant digits."""
    return rounded(value, 10.0 ** (math.floor(math.log10(abs(value))) - digits + 1)) if value else 0.0


def _estimate(band: Interval, size: float, scale: float, unit: str, signed: bool) -> Estimate:
    decimals = decimals_of(size / scale)
    low, middle, high = (number(rounded(v, size) / scale, decimals, signed) for v in (band.q10, band.q50, band.q90))
    return Estimate(middle, low, high, unit)
