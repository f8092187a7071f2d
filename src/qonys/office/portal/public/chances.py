"""A probability as a reader takes it: so many in 100, with the word the plan has for it, and a mark for grey print."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

# Standing -> colour class and mark. Colours repeat in grey print; the marks do not.
BINS = {"shortage": "d0", "likely_shortage": "d1", "open": "d3", "likely_surplus": "d5", "surplus": "d6"}
MARKS = {"shortage": "▲", "likely_shortage": "△", "open": "·", "likely_surplus": "▽", "surplus": "▼"}
LIKELY = 2 / 3  # from here on a shortage is called likely


@dataclass(frozen=True)
class Chance:
    """`number` stands in a table ("93"), `words` in a sentence ("about 93 in 100")."""

    number: str
    words: str


def chance(probability: float) -> Chance:
    """A thousand futures cannot tell "never" from one in a thousand: the ends stay open."""
    hundredths = round(100 * probability)
    if hundredths < 1:
        return Chance("<1", _("fewer than 1 in 100"))
    if hundredths > 99:
        return Chance(">99", _("more than 99 in 100"))
    return Chance(str(hundredths), _("about %(count)s in 100") % {"count": hundredths})
