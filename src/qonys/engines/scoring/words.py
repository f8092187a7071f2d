"""A formula cut into its words. Nothing is looked up and nothing is run here: a formula is text until it has types."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from qonys.engines.vocabulary.errors import UnlawfulRules

LONGEST_FORMULA = 1_000  # characters
MOST_WORDS = 300
MOST_DIGITS = 9
REMEDY = "Known are numbers, 2026-02-13, 'words', names, + - * //, = != < <= > >=, and or not in, min max choose years."


class Mark(StrEnum):
    NUMBER = "number"
    DATE = "date"
    TEXT = "text"
    NAME = "name"
    SIGN = "sign"
    END = "end"


@dataclass(frozen=True)
class Word:
    mark: Mark
    text: str
    place: int  # the character it begins at, from 1


_PATTERN = re.compile(
    r"\s*(?:(?P<date>\d{4}-\d{2}-\d{2}(?!\w))|(?P<number>\d+(?![\w.]))|'(?P<text>[a-z0-9_]{1,60})'"
    r"|(?P<name>[a-z][a-z0-9_]{0,59}(?![A-Za-z0-9_]))|(?P<sign>//|<=|>=|!=|[-+*<>=(),]))",
    re.ASCII,
)


def words(formula: object, where: str) -> tuple[Word, ...]:
    """The words of a formula, ended by END. Raises UnlawfulRules."""
    if not isinstance(formula, str):
        raise UnlawfulRules("a formula is a text.", where=where, value=formula, remedy=REMEDY)
    if len(formula) > LONGEST_FORMULA:
        said = f"a formula has at most {LONGEST_FORMULA} characters, this one {len(formula)}."
        raise UnlawfulRules(said, where=where, remedy="Name parts of it under 'derived'.")
    found: list[Word] = []
    place, end = 0, len(formula.rstrip())
    while place < end:
        word, place = _next(formula, place, where)
        found.append(word)
    if len(found) > MOST_WORDS:
        said = f"a formula has at most {MOST_WORDS} words, this one {len(found)}."
        raise UnlawfulRules(said, where=where, remedy="Name parts of it under 'derived'.")
    return (*found, Word(Mark.END, "", end + 1))


def _next(formula: str, place: int, where: str) -> tuple[Word, int]:
    met = _PATTERN.match(formula, place)
    if met is None or met.lastgroup is None:
        rest = formula[place:].lstrip()
        at = len(formula) - len(rest) + 1
        raise UnlawfulRules(f"character {at} begins no known word.", where=where, value=rest[:20], remedy=REMEDY)
    mark = Mark(met.lastgroup)
    text = met.group(met.lastgroup)
    if mark is Mark.NUMBER and len(text) > MOST_DIGITS:
        remedy = "Points need no such numbers."
        raise UnlawfulRules(f"a number has at most {MOST_DIGITS} digits.", where=where, value=text[:20], remedy=remedy)
    return Word(mark, text, met.start(met.lastgroup) + 1), met.end()
