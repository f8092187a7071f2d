"""Published spelling schemes, letter by letter, written down from their own tables and not from the engine's.

Sources. Kazakh: presidential decrees 569 (26 October 2017) and 637 (19 February 2018), the alphabet presented on
28 January 2021, BGN/PCGN 1979, ODNI ICS-630-01 annex Q (2015), passports (ICAO 9303). Russian: ICAO Doc 9303-3
(Ministry of the Interior 2014), BGN/PCGN 1947, GOST 7.79-2000 B, ISO 9:1995, Ministry of the Interior 2000, ALA-LC.
Uzbek: law of 6 May 1995; ODNI 2015. Kyrgyz: BGN/PCGN 1979, passports. Turkmen: 1993 alphabet, ODNI. Tajik: ODNI,
BGN/PCGN 1994. Mongolian: BGN/PCGN 1964, MNS 5217:2012.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

_VOWELS = frozenset("аәоөуұүыіеиэюяёӯўӣ")


@dataclass(frozen=True)
class Scheme:
    """Each letter's spelling, and what е becomes at the start of a word or after a vowel, ь or ъ."""

    name: str
    letters: Mapping[str, str]
    first_e: str = "e"
    endings: Mapping[str, str] = field(default_factory=dict)

    def spell(self, name: str) -> str:
        """A Cyrillic name in this scheme, each word with a capital letter."""
        return " ".join("-".join(self._word(part) for part in word.split("-")) for word in name.split())

    def _word(self, word: str) -> str:
        lower = word.lower()
        for ending, spelled in self.endings.items():
            if lower.endswith(ending):
                return self._letters(lower[: -len(ending)]) + spelled
        return self._letters(lower)

    def _letters(self, lower: str) -> str:
        before = " " + lower
        spelled = "".join(
            self.first_e if letter == "е" and (past == " " or past in _VOWELS or past in "ьъ") else self.letters[letter]
            for past, letter in zip(before, lower, strict=False)
        )
        return spelled[:1].upper() + spelled[1:]


def _table(cyrillic: str, latin: str) -> dict[str, str]:
    return dict(zip(cyrillic, (part.replace("_", "") for part in latin.split()), strict=True))


_RU = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_RU_PLAIN = "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch ie y _ e iu ia"
_RU_BGN = "a b v g d e ë zh z i y k l m n o p r s t u f kh ts ch sh shch ” y ’ e yu ya"
_RU_GOST = "a b v g d e yo zh z i j k l m n o p r s t u f x cz ch sh shh `` y` ` e` yu ya"
_RU_ISO = "a b v g d e ë ž z i j k l m n o p r s t u f h c č š ŝ ʺ y ʹ è û â"
_RU_MVD = "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y ' e yu ya"
_RU_ALA = "a b v g d e ë zh z i ĭ k l m n o p r s t u f kh t͡s ch sh shch ʺ y ʹ ė i͡u i͡a"

RUSSIAN = (
    Scheme("ICAO 9303", _table(_RU, _RU_PLAIN)),
    Scheme("BGN/PCGN 1947", _table(_RU, _RU_BGN), first_e="ye"),
    Scheme("GOST 7.79 B", _table(_RU, _RU_GOST)),
    Scheme("ISO 9:1995", _table(_RU, _RU_ISO)),
    Scheme("MVD 2000", _table(_RU, _RU_MVD), first_e="ye"),
    Scheme("ALA-LC", _table(_RU, _RU_ALA)),
)

_KK = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
_KK_2017 = "a a' b v g g' d e io j z i' i' k q l m n n' o o' p r s t y' u u' f h h ts c' s' s'c' _ y i _ e i'y' i'a"
_KK_2018 = "a á b v g ǵ d e io j z ı ı k q l m n ń o ó p r s t ý u ú f h h ts ch sh shch _ y i _ e ıý ıa"
_KK_2021 = "a ä b v g ğ d e io j z i i k q l m n ñ o ö p r s t u ū ü f h h ts tş ş ştş _ y ı _ e iu ia"
_KK_BGN = "a ä b v g gh d e yo zh z ī y k q l m n ng o ö p r s t ū u ü f kh h ts ch sh shch ” y i ’ ė yu ya"
_KK_ODNI = "a a b v g gh d e yo zh z i y k q l m n ng o o p r s t u u u f kh h ts ch sh shch _ y i _ e yu ya"
_KK_ICAO = "a a b v g g d e yo zh z i i k k l m n n o o p r s t u u u f kh h ts ch sh shch _ y i _ e yu ya"

KAZAKH = (
    Scheme("Kazakh 2017", _table(_KK, _KK_2017)),
    Scheme("Kazakh 2018", _table(_KK, _KK_2018)),
    Scheme("Kazakh 2021", _table(_KK, _KK_2021)),
    Scheme("BGN/PCGN 1979", _table(_KK, _KK_BGN)),
    Scheme("ODNI 2015", _table(_KK, _KK_ODNI)),
    Scheme("ICAO 9303", _table(_KK, _KK_ICAO), first_e="ye"),
)

_UZ = "абвгғдеёжзийкқлмнопрстуўфхҳцчшъэюя"
_UZ_1995 = "a b v g gʻ d e yo j z i y k q l m n o p r s t u oʻ f x h ts ch sh ’ e yu ya"
_UZ_ODNI = "a b v g gh d e yo j z i y k q l m n o p r s t u o f kh h ts ch sh _ e yu ya"
_KY = "абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя"
_KY_BGN = "a b v g d e yo j z i y k l m n ng o ö p r s t u ü f kh ts ch sh shch ” y ’ e yu ya"
_KY_ICAO = "a b v g d e e zh z i i k l m n n o o p r s t u u f kh ts ch sh shch _ y _ e iu ia"
_TK = "абвгдеёжҗзийклмнңоөпрстуүфхцчшыьэәюя"
_TK_1993 = "a b w g d e ýo ž j z i ý k l m n ň o ö p r s t u ü f h ts ç ş y _ e ä ýu ýa"
_TK_ODNI = "a b v g d e yo zh j z i y k l m n ng o o p r s t u u f h ts ch sh y _ e a yu ya"
_TG = "абвгғдеёжзиӣйкқлмнопрстуӯфхҳчҷшъэюя"
_TG_ODNI = "a b v g gh d e yo zh z i i y k q l m n o p r s t u u f kh h ch j sh _ e yu ya"
_TG_BGN = "a b v g gh d e yo zh z i í y k q l m n o p r s t u ŭ f kh h ch j sh ’ è yu ya"
_MN = "абвгдеёжзийклмноөпрстуүфхцчшъыьэюя"
_MN_BGN = "a b v g d e yo j dz i y k l m n o ö p r s t u ü f h ts ch sh ’ ï ĭ e yu ya"
_MN_2012 = "a b v g d e yo j z i i k l m n o u p r s t u u f kh ts ch sh _ y i e yu ya"

OTHERS: Mapping[str, tuple[Scheme, ...]] = {
    "uz": (Scheme("1995", _table(_UZ, _UZ_1995), "ye"), Scheme("ODNI", _table(_UZ, _UZ_ODNI))),
    "ky": (Scheme("BGN/PCGN", _table(_KY, _KY_BGN)), Scheme("ICAO 9303", _table(_KY, _KY_ICAO))),
    "tk": (Scheme("1993", _table(_TK, _TK_1993), "ýe"), Scheme("ODNI", _table(_TK, _TK_ODNI))),
    "tg": (Scheme("ODNI", _table(_TG, _TG_ODNI), "ye"), Scheme("BGN/PCGN", _table(_TG, _TG_BGN))),
    "mn": (Scheme("BGN/PCGN", _table(_MN, _MN_BGN)), Scheme("MNS 5217", _table(_MN, _MN_2012))),
}

_AS_RUSSIAN = str.maketrans("әғқңөұүһіӘҒҚҢӨҰҮҺІўҳҷӯӣҗЎҲҶӮӢҖ", "агкноуухиАГКНОУУХИухжуижУХЖУИЖ")


def as_russian(name: str) -> str:
    """A name as a Russian keyboard writes it: Өмірзақ becomes Омирзак."""
    return name.translate(_AS_RUSSIAN)


_CHINESE = {
    "а": "a", "ә": "a", "б": "b", "в": "w", "г": "g", "ғ": "h", "д": "d", "е": "ie", "ж": "j", "з": "z", "и": "i",
    "й": "yi", "к": "k", "қ": "h", "л": "l", "м": "m", "н": "n", "ң": "ng", "о": "o", "ө": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ұ": "u", "ү": "u", "ф": "f", "х": "h", "һ": "h", "ц": "c", "ч": "q", "ш": "sh",
    "щ": "sh", "ы": "e", "і": "i", "э": "ai", "ю": "you", "я": "ya", "ё": "yo", "ъ": "", "ь": "",
}  # fmt: skip
_AFTER = {"k": "ke", "t": "ti", "l": "li", "s": "si", "m": "mu", "b": "bu", "g": "ge", "d": "de", "z": "zi",
          "p": "pu", "h": "he", "sh": "shi", "j": "zhi", "r": "er", "q": "qi", "f": "fu", "w": "fu"}  # fmt: skip


def as_chinese(name: str) -> str:
    """A Kazakh name by way of Chinese syllables: Нұрлан becomes Nuerlan. Approximate, as the papers are."""
    sounds = [_CHINESE.get(letter, "") for letter in name.lower()]
    sounds = [sound for sound in sounds if sound]
    out = []
    for place, sound in enumerate(sounds):
        following = sounds[place + 1] if place + 1 < len(sounds) else ""
        closed = not following or following[0] not in "aeiou"
        out.append(_AFTER[sound] if closed and sound in _AFTER else sound)
    spelled = "".join(out).replace("rr", "er")
    if spelled.startswith("ie"):
        spelled = "y" + spelled[1:]
    return spelled[:1].upper() + spelled[1:]
