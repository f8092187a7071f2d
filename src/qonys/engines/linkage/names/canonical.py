"""The canonical form: one spelling for all spellings of a name that the published schemes give.

What schemes cannot tell apart is one letter here: ж, җ and дж; қ and к; ғ and г; х and һ; ә and а; ө and о; ұ, ү and у;
ң and н; е, э and ё; и, і and й. Letters that every scheme keeps apart stay apart: ы and и inside a word, х and к.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from qonys.engines.linkage.names.letters import CYRILLIC_AS_LATIN, LATIN_AS_CYRILLIC, plain
from qonys.engines.linkage.names.pinyin import SIGN, decode
from qonys.engines.linkage.names.spelling import latin, latin_c
from qonys.engines.linkage.names.words import rewrite

_MIXED = re.compile("[A-Za-zə][Ѐ-ӿ]|[Ѐ-ӿ][A-Za-zə]")
_CYRILLIC_LETTER = re.compile("[Ѐ-ӿ]")
_SOFT_VOWEL = re.compile("[ьъ](?=[яюиі])")  # Наталья is Наталия
_AFTER_VOWEL = re.compile("(?<=[aeiou])y")
_BEFORE_VOWEL = re.compile(r"y(?=[aeiouy])|y\b")
_NG = re.compile("ng+(?!a[lz])")  # ң, but for Аманғали and Есенғазы, which are no Аманәлі
_TWICE = re.compile(r"(?!kk[yi]z)([a-zA-Z])\1+")  # Серікқызы keeps both: they part the name from қызы
_OTHER = re.compile(r"[^a-zA-Z0-9\n]+")
# Order matters: what is longer comes first. Capital letters are sounds that Latin writes with two letters.
_SOUNDS = (
    ("yye", "e"), ("yya", "ya"), ("yyo", "yo"), ("yyu", "yu"),
    ("shch", "SC"), ("dzh", "J"), ("zh", "J"), ("tsh", "C"), ("sh", "S"), ("ch", "C"), ("tS", "C"), ("kh", "h"),
    ("gh", "g"), ("dz", "z"), ("ts", "c"), ("yo", "e"), ("ye", "e"), ("io", "e"), ("ya", "ia"), ("yu", "iu"),
)  # fmt: skip


def canon(names: Sequence[str | None]) -> list[str]:
    """The canonical form of each name, in order; '' for none. Each different name is worked out once."""
    places: dict[str, int] = {}
    codes = [places.setdefault(name or "", len(places)) for name in names]
    forms = _forms(list(places))
    return [forms[code] for code in codes]


def _forms(names: list[str]) -> list[str]:
    lines = "\n".join([" ".join(name.split()) for name in names])
    return [line.strip() for line in _canonical(lines).split("\n")] if names else []


def _canonical(text: str) -> str:
    text = unicodedata.normalize("NFC", text)
    text = rewrite(text, _MIXED, _one_script).lower()
    text = rewrite(text, SIGN, decode)
    text = _SOFT_VOWEL.sub("и", latin(text)).replace("й", "й")
    text = latin_c(text).translate(plain())
    for spelled, sound in _SOUNDS:
        text = text.replace(spelled, sound)
    text = _AFTER_VOWEL.sub("i", _AFTER_VOWEL.sub("i", text))
    text = _NG.sub("n", _BEFORE_VOWEL.sub("i", text))
    return _OTHER.sub(" ", _TWICE.sub(r"\1", text))


def _one_script(word: str) -> str:
    """A word typed with the look-alikes of another script, in the script most of its letters are of."""
    cyrillic = len(_CYRILLIC_LETTER.findall(word))
    return word.translate(LATIN_AS_CYRILLIC if 2 * cyrillic >= len(word) else CYRILLIC_AS_LATIN)
