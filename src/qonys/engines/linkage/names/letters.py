"""Letters of Cyrillic and Latin alphabets as plain Latin: the tables before any rule of context.

Every Cyrillic letter is written as the plainest of the published schemes writes it (BGN/PCGN without marks), and every
marked Latin letter as the Cyrillic letter it stands for in its scheme. Sources: ICAO 9303 part 3; BGN/PCGN Kazakh 1979,
Kyrgyz 1979, Mongolian 1964, Russian 1947; ISO 9:1995; GOST 7.79-2000; Kazakh Latin of 2017, 2018 and 2021; Uzbek Latin
of 1995; Turkmen Latin of 1993; ODNI ICS-630-01 (2015).
"""

from __future__ import annotations

import unicodedata
from functools import cache

CYRILLIC: dict[str, str] = {
    "а": "a", "ә": "a", "ӓ": "a", "б": "b", "в": "v", "г": "g", "ғ": "g", "ґ": "g", "ѓ": "g", "д": "d", "ђ": "d",
    "е": "e", "ё": "yo", "є": "e", "э": "e", "ж": "zh", "җ": "zh", "ҷ": "zh", "ӂ": "zh", "з": "z", "ҙ": "z",
    "и": "i", "і": "i", "ї": "i", "ӣ": "i", "й": "y", "ј": "y", "ы": "y", "к": "k", "қ": "k", "ҡ": "k", "ҝ": "g",
    "л": "l", "м": "m", "н": "n", "ң": "ng", "ҥ": "ng", "о": "o", "ө": "o", "ӧ": "o", "ў": "o", "п": "p", "р": "r",
    "с": "s", "ҫ": "s", "т": "t", "у": "u", "ұ": "u", "ү": "u", "ӯ": "u", "ӱ": "u", "ф": "f", "х": "kh", "һ": "h",
    "ҳ": "h", "ц": "ts", "ч": "ch", "ҹ": "zh", "ш": "sh", "щ": "shch", "ъ": "", "ь": "", "ю": "yu", "я": "ya",
}  # fmt: skip

LATIN: dict[str, str] = {
    "ә": "a", "ə": "a", "ä": "a", "á": "a", "à": "a", "ā": "a", "ă": "a", "å": "a", "ã": "a", "æ": "a", "â": "ya",
    "ë": "e", "è": "e", "é": "e", "ê": "e", "ė": "e", "ē": "e", "ě": "e", "ğ": "g", "ǵ": "g", "ġ": "g", "ģ": "g",
    "ǧ": "g", "ı": "i", "ī": "i", "ì": "i", "í": "i", "î": "i", "ǐ": "i", "ï": "y", "ķ": "k", "ḱ": "k", "ĺ": "l",
    "ľ": "l", "ñ": "ng", "ń": "n", "ň": "ng", "ŋ": "ng", "ņ": "ng", "ö": "o", "ó": "o", "ô": "o", "ò": "o",
    "ō": "o", "õ": "o", "ø": "o", "ş": "sh", "š": "sh", "ș": "sh", "ś": "s", "ŝ": "shch", "ç": "ch", "č": "ch",
    "ć": "ch", "ž": "zh", "ż": "zh", "ẑ": "z", "ź": "z", "ü": "u", "ú": "u", "ū": "u", "ù": "u", "ŭ": "u", "ů": "u",
    "û": "yu", "ÿ": "y", "ţ": "ts", "ț": "ts", "ḥ": "h", "ḩ": "h", "ħ": "h", "ḫ": "h", "ß": "s",
}  # fmt: skip

# A Latin letter typed in a Cyrillic word, and the other way round: the eye sees no difference, a computer does.
LATIN_AS_CYRILLIC: dict[int, int] = str.maketrans("aceikmoptxyhbəöABCEHIKMOPTXYӨ", "асеікмортхуһвәөАВСЕНІКМОРТХУӨ")
CYRILLIC_AS_LATIN: dict[int, int] = str.maketrans("асеікмортхуһАВСЕНІКМОРТХУ", "aceikmoptxyhABCEHIKMOPTXY")


@cache
def marked() -> dict[int, str]:
    """Latin letters with marks no scheme gives a meaning, as their bare letter."""
    found = {}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        bare = unicodedata.normalize("NFD", chr(code))[0]
        if bare.isascii() and bare.isalpha():
            found[code] = bare.lower()
    return found


@cache
def plain() -> dict[int, str]:
    """Every letter of the tables, by code point, as `str.translate` wants it."""
    known = {ord(letter): sound for letter, sound in (LATIN | CYRILLIC).items()}
    return marked() | known
