"""Numbers, dates and sentences in Kazakh, Russian and English, without a web framework."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from qonys.countries.figures.indicators import Text, Words
from qonys.engines.vocabulary.territory import Names

NARROW = "\N{NARROW NO-BREAK SPACE}"
GAP = "\N{NO-BREAK SPACE}"
DASH = "\N{EN DASH}"
LANGUAGES = ("kk", "ru", "en")
MONTHS = {
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "en": "January February March April May June July August September October November December",
}

Part = Names | str | int | date


def same(text: str) -> Names:
    return Names(text, text, text)


def in_three_languages(text: Text) -> Names:
    return same(text) if isinstance(text, str) else text.names


def number(value: float) -> Names:
    """1 234 567 in Kazakh and Russian, 1,234,567 in English; decimals only where there are any."""
    english = f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"
    spaced = english.replace(",", NARROW).replace(".", ",")
    return Names(spaced, spaced, english)


def money(low: int, high: int, currency: str) -> Names:
    """One sum, or from the smallest to the largest."""
    if low == high:
        return joined(number(low), same(GAP + currency))
    return joined(number(low), same(DASH), number(high), same(GAP + currency))


def day(when: date) -> Names:
    """2026 ж. 2 наурыз; 2 марта 2026 г.; 2 March 2026."""
    kk, ru, en = (MONTHS[language].split()[when.month - 1] for language in LANGUAGES)
    return Names(
        f"{when.year}{GAP}ж. {when.day}{GAP}{kk}",
        f"{when.day}{GAP}{ru} {when.year}{GAP}г.",
        f"{when.day}{GAP}{en} {when.year}",
    )


def people(count: int) -> Names:
    return Names(f"{count}{GAP}адам", f"{count}{GAP}чел.", f"{count}{GAP}{'person' if count == 1 else 'people'}")


def months(count: int) -> Names:
    return Names(f"{count}{GAP}ай", f"{count}{GAP}мес.", f"{count}{GAP}{'month' if count == 1 else 'months'}")


def joined(*parts: Names) -> Names:
    return Names(*("".join(part.in_language(language) for part in parts) for language in LANGUAGES))


def listed(names: Iterable[Names]) -> Names:
    found = tuple(names)
    return Names(*(", ".join(name.in_language(language) for name in found) for language in LANGUAGES))


def said(words: Words | Names, **parts: Part) -> Names:
    """The sentence with its blanks filled, in each language by that language's words."""
    texts = words.names if isinstance(words, Words) else words
    return Names(*(_filled(texts.in_language(language), language, parts) for language in LANGUAGES))


def _filled(text: str, language: str, parts: dict[str, Part]) -> str:
    return text.format_map({key: _part(part, language) for key, part in parts.items()})


def _part(part: Part, language: str) -> str:
    if isinstance(part, date):
        part = day(part)
    return part.in_language(language) if isinstance(part, Names) else str(part)
