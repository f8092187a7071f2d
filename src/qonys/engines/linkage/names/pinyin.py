"""Kazakh names as Chinese papers spell them: 努尔兰 is Nuerlan, 阿依古丽 Ayiguli, 巴合提 Baheti.

A Chinese syllable ends with a vowel, n or ng; every other final consonant of a Kazakh name got a vowel after it, and r
became `er`. Only names that show such a syllable are read this way: Dana is a Kazakh spelling, not a Chinese one.
"""

from __future__ import annotations

import re

_SYLLABLE = (
    "(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?"
    "(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ao|an|ei|en|er|ia|ie|in|iu|ou|ua|ui|un|uo|ue|a|e|i|o|u)"
)
_WHOLE = re.compile(f"(?:{_SYLLABLE})+")
SIGN = re.compile(
    r"[aeiou]er(?![aeiou])|jiang|rxun|bieke|guli\b|heti|\bayi|[aeiou]ti\b|[eo]fu\b|mu[bj]|iemu|ie[kbdgpstzj]"
    r"|heze\b|ule\b|iewa\b"
)
_SHORTEST = 6  # letters: below it every spelling looks Chinese
_V = "(?<=[aeiou])"
_SPELLINGS = (
    ("jiang", "zhan"), ("zhang", "zhan"), ("bieke", "bek"), ("maimaiti", "mamet"), ("aihemaiti", "akhmet"),
    ("([aeiou])er(?![aeiou])", r"\1r"), ("ayi", "ai"), ("^ye(?=[^aeiou])", "e"), ("^wu", "u"), ("guli", "gul"),
    ("heti", "kyt"), (f"{_V}ti(?=[bdgkmnlhs]|$)", "t"), (f"{_V}de(?=[bgkmnl])", "d"), (f"{_V}[dt]e$", "t"),
    (f"{_V}ke$", "k"), (f"{_V}li$", "l"), (f"{_V}s[iu]$", "s"), (f"{_V}bu$", "p"), (f"{_V}mu$", "m"),
    (f"{_V}zi$", "z"), (f"{_V}shi$", "sh"), (f"{_V}li(?=[btdgkhsmn])", "l"), (f"{_V}ke(?=[btdsmnzl])", "k"),
    (f"{_V}he(?=[btdmnl])", "kh"), (f"{_V}si(?=[btdgkmnl])", "s"), (f"{_V}te(?=[bdgkmnl])", "t"), ("x", "s"),
    ("[wu]?ule$|wuli$", "uly"), ("[hk]e[zs][eiy]$", "kyzy"), ("q(?=[iaeu])", "ch"), ("efu$", "ev"), ("ofu$", "ov"),
    ("owa$", "ova"), ("iewa$", "eva"), ("mu(?=[bj])", "m"), ("(?<=.)ie(?=[^aeiou])", "e"), ("^ha(?!n$)", "ka"),
)  # fmt: skip
_RULES = tuple((re.compile(pattern), sound) for pattern, sound in _SPELLINGS)


def decode(word: str) -> str:
    """A word in lower case; unchanged where nothing says that it is Chinese spelling."""
    if len(word) < _SHORTEST or not word.isascii() or not _WHOLE.fullmatch(word):
        return word
    for pattern, sound in _RULES:
        word = pattern.sub(sound, word)
    return word
