"""What only Latin spellings need before their letters mean the same as Cyrillic ones.

Rules work on one long text, a name a line: a rule costs a pass over the text, not a call for each of a million names.
"""

from __future__ import annotations

import re

from qonys.engines.linkage.names.words import rewrite

VOWEL = "aeiouyäáəöóüúūıïëâûāīōėéèùôý"
_TIED = {"i͡a": "ya", "i͡u": "yu", "i͡e": "ye", "t͡s": "ts", "z͡h": "zh", "i̵": "y"}
_APOSTROPHE = re.compile("[’ʼʻ‘ʹ′´ˈ＇'`ʺ”“\"]")

# ч and ш of the draft of 2017 carry an apostrophe; Russian сь does too, so another letter must tell the draft.
_S_APOSTROPHE = re.compile("s'")
_DRAFT_2017 = re.compile("q|[agnouiy]'")
_S_BEFORE_VOWEL = re.compile(r"\bs'|s'(?=[aeoui]|y[^aeou])")

# ý is у in the Kazakh Latin of 2018 and й in Turkmen. Letters that only one of them has decide; then the neighbours.
_Y_ACUTE = re.compile("ý")
_KAZAKH_2018 = re.compile("[áóúǵńıq]|ýy|sh|ch")
_ALONE_Y_ACUTE = re.compile(f"(?<![{VOWEL}])ý(?![{VOWEL}])")

# j is ж in Turkic Latin and й in ISO 9 and GOST. Between a vowel and a consonant or the end only й stands.
_J = re.compile("j")
_J_IS_Y = re.compile(f"(?<=[{VOWEL}])j(?![{VOWEL}])|[čšŝ]")
_J_OF_SOUND = re.compile("d(?=j)")

_SHORT_I_AFTER_CONSONANT = re.compile(f"(?<![{VOWEL}])(?<=\\w)ĭ")  # ь of Mongolian (BGN/PCGN 1964); й elsewhere
_WESTERN = (("alex", "aleks"), ("maxim", "maksim"), ("xeni", "kseni"), ("felix", "feliks"))
_HARD_SIGN = (("iee", "e"), ("ieia", "ia"), ("ieiu", "iu"))  # ъ is ie in ICAO 9303
_PLAIN = (
    ("tch", "ch"), ("sch", "sh"), ("shh", "shch"), ("cz", "ts"), ("ck", "k"), ("ph", "f"),
    ("x", "kh"), ("w", "v"), ("q", "k"),
)  # fmt: skip
_C = re.compile("c(?!h)")


def latin(text: str) -> str:
    """Latin words of a text in lower case, spelled so that the rules for both scripts understand them."""
    for tied, sound in _TIED.items():
        text = text.replace(tied, sound)
    text = _APOSTROPHE.sub("'", text.replace("y`", "y").replace("e`", "e"))
    if "'" in text:
        text = _apostrophes(text)
    if "ý" in text:
        text = rewrite(text, _Y_ACUTE, _y_acute)
    if "j" in text:
        text = rewrite(text, _J, _j)
    if "ĭ" in text:
        text = _SHORT_I_AFTER_CONSONANT.sub("", text).replace("ĭ", "i")
    for spelled, sound in (*_WESTERN, *_HARD_SIGN, *_PLAIN):
        text = text.replace(spelled, sound)
    return text


def latin_c(text: str) -> str:
    """A c that is part of no other letter is ц."""
    return _C.sub("ts", text)


def _apostrophes(text: str) -> str:
    text = rewrite(text, _S_APOSTROPHE, _draft_of_2017)
    return text.replace("y'", "u").replace("c'", "ch").replace("'", "")


def _draft_of_2017(word: str) -> str:
    return word.replace("s'", "sh") if _DRAFT_2017.search(word) else _S_BEFORE_VOWEL.sub("sh", word)


def _y_acute(word: str) -> str:
    kazakh = _KAZAKH_2018.search(word) or _ALONE_Y_ACUTE.search(word)
    return word.replace("ý", "u" if kazakh else "y")


def _j(word: str) -> str:
    if _J_IS_Y.search(word):
        return word.replace("j", "y")
    return _J_OF_SOUND.sub("", word).replace("j", "zh")
