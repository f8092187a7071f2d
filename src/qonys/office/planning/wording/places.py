"""Names of places: in the reader's language, short where the full name repeats itself, in alphabetical order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.utils import translation

from qonys.countries.sorting import sort_key
from qonys.engines.vocabulary.territory import Names
from qonys.office.planning.forecasts.selectors import Place


def name(names: Names) -> str:
    return names.in_language(translation.get_language() or "kk")


def by_name(places: Iterable[Place]) -> list[Place]:
    return sorted(places, key=lambda place: sort_key(name(place.names)))


def short_names(places: Iterable[Place]) -> dict[str, str]:
    """Names without the word most of them share ("Region", "облысы"), kept where two would become one."""
    full = {place.code: name(place.names) for place in places}
    words = Counter(word for text in full.values() for word in {*text.split()[:1], *text.split()[-1:]})
    shared = {word for word, count in words.items() if count >= max(3, len(full) // 8)}
    short = {code: _without(text, shared) for code, text in full.items()}
    uses = Counter(short.values())
    return {code: text if uses[text] == 1 else full[code] for code, text in short.items()}


def in_two_lines(text: str) -> tuple[str, ...]:
    """A long name broken where it is most even, at a space or after a hyphen; names are never cut."""
    breaks = [i + 1 for i, letter in enumerate(text) if letter in " -"]
    if len(text) <= 12 or not breaks:
        return (text,)
    middle = min(breaks, key=lambda i: abs(2 * i - len(text)))
    return text[:middle].strip(), text[middle:]


def _without(text: str, shared: set[str]) -> str:
    words = text.split()
    if len(words) > 1 and words[-1] in shared:
        return " ".join(words[:-1])
    if len(words) > 1 and words[0] in shared:
        return " ".join(words[1:])
    return text
