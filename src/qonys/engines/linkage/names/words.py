"""A change to those words of a long text that show a sign, at a price by sign and not by word."""

from __future__ import annotations

import re
from collections.abc import Callable

_WORD_END = re.compile(r"[\s\-]|\Z")


def rewrite(text: str, sign: re.Pattern[str], change: Callable[[str], str]) -> str:
    """The text with `change` done to every word in which `sign` is found; words end at a space or hyphen."""
    pieces: list[str] = []
    done = 0
    for found in sign.finditer(text):
        if found.start() < done:
            continue  # a second sign in the same word
        start = max(text.rfind(gap, done, found.start()) for gap in "\n -") + 1
        start = max(start, done)
        ending = _WORD_END.search(text, found.end())
        end = ending.start() if ending else len(text)
        pieces += (text[done:start], change(text[start:end]))
        done = end
    return "".join(pieces) + text[done:]
