"""Formulas: a small typed language, read into a tree that always ends.

    clb1 >= 7 and education in ('masters', 'doctoral')          years(born, today) * 2          min(a, b, c)

A tree has no calls but `min`, `max`, `choose(condition, then, otherwise)` and `years(from, to)`; no attributes, no
names but the rule set's own, no loops, no recursion, a bounded depth, and every part of it a type and bounds. What
does not fit is refused when the rule set is loaded, never when a person is scored.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from qonys.engines.scoring.kinds import LARGEST, TEXT, YES_NO, Kind, Sort, Value, whole
from qonys.engines.scoring.words import Mark, Word, words
from qonys.engines.vocabulary.errors import UnlawfulRules

DEEPEST = 24
CALLS = ("min", "max", "choose", "years")
COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
KEYWORDS = ("and", "or", "not", "in", "yes", "no")


@dataclass(frozen=True)
class Constant:
    value: Value
    kind: Kind

    @property
    def code(self) -> int:
        return self.kind.code(self.value)


@dataclass(frozen=True)
class Name:
    """A field of the person, or a value derived from fields."""

    name: str
    kind: Kind


@dataclass(frozen=True)
class Operation:
    """One of + - * // and or not = != < <= > >= in min max choose years, on its parts."""

    sign: str
    parts: tuple[Node, ...]
    kind: Kind


Node = Constant | Name | Operation


def read(formula: object, scope: Mapping[str, Kind], where: str) -> Node:
    """The typed tree of a formula over the names of `scope`. Raises UnlawfulRules."""
    reader = _Reader(words(formula, where), scope, where)
    tree = reader.either(0)
    reader.expect(Mark.END, "")
    return tree


def names(tree: Node) -> frozenset[str]:
    """The names a tree asks for."""
    if isinstance(tree, Name):
        return frozenset({tree.name})
    if isinstance(tree, Operation):
        return frozenset().union(*(names(part) for part in tree.parts))
    return frozenset()


class _Reader:
    """Recursive descent, one method per precedence; `depth` bounds it."""

    def __init__(self, all_words: tuple[Word, ...], scope: Mapping[str, Kind], where: str) -> None:
        self.words, self.scope, self.where, self.at = all_words, scope, where, 0

    # -- words

    @property
    def word(self) -> Word:
        return self.words[self.at]

    def refuse(self, said: str, remedy: str = "", word: Word | None = None) -> UnlawfulRules:
        met = word or self.word
        place = f"{self.where}, character {met.place}"
        return UnlawfulRules(said, where=place, value=met.text or "the end of the formula", remedy=remedy)

    def take(self, mark: Mark, *texts: str) -> Word | None:
        word = self.word
        if word.mark is mark and (not texts or word.text in texts):
            self.at += 1
            return word
        return None

    def expect(self, mark: Mark, text: str) -> None:
        if self.take(mark, text) is None:
            wanted = f"'{text}'" if text else "the end of the formula"
            raise self.refuse(f"{wanted} is expected here.", "Mind the brackets.")

    # -- grammar, loosest first

    def either(self, depth: int) -> Node:
        return self._chain(depth, "or", self._both)

    def _both(self, depth: int) -> Node:
        return self._chain(depth, "and", self._negation)

    def _chain(self, depth: int, keyword: str, part: Callable[[int], Node]) -> Node:
        if depth > DEEPEST:
            raise self.refuse(f"a formula is at most {DEEPEST} brackets deep.", "Name parts of it under 'derived'.")
        start = self.word
        parts = [part(depth)]
        while self.take(Mark.NAME, keyword):
            parts.append(part(depth))
        if len(parts) == 1:
            return parts[0]
        self._demand(parts, Sort.YES_NO, keyword, start)
        return Operation(keyword, tuple(parts), YES_NO)

    def _negation(self, depth: int) -> Node:
        start = self.word
        times = 0
        while self.take(Mark.NAME, "not"):
            times += 1
        part = self._comparison(depth)
        if not times:
            return part
        self._demand([part], Sort.YES_NO, "not", start)
        return Operation("not", (part,), YES_NO) if times % 2 else part

    def _comparison(self, depth: int) -> Node:
        left = self._sum(depth)
        start = self.word
        if self.take(Mark.NAME, "in"):
            return self._membership(left, start, depth)
        if sign := self.take(Mark.SIGN, *COMPARISONS):
            left, right = self._alike(left, self._sum(depth), start)
            if sign.text not in ("=", "!=") and not left.kind.is_ordered:
                raise self.refuse("these values have no order.", "Compare them with = or in.", start)
            return Operation(sign.text, (left, right), YES_NO)
        return left

    def _membership(self, left: Node, start: Word, depth: int) -> Node:
        self.expect(Mark.SIGN, "(")
        parts = [self._sum(depth + 1)]
        while self.take(Mark.SIGN, ","):
            parts.append(self._sum(depth + 1))
        self.expect(Mark.SIGN, ")")
        if not all(isinstance(part, Constant) for part in parts):
            raise self.refuse("a list holds numbers, dates or 'words'.", "Write the values out.", start)
        return Operation("in", (left, *(self._alike(left, part, start)[1] for part in parts)), YES_NO)

    def _sum(self, depth: int) -> Node:
        left = self._product(depth)
        while sign := self.take(Mark.SIGN, "+", "-"):
            right = self._product(depth)
            left = self._arithmetic(sign, left, right)
        return left

    def _product(self, depth: int) -> Node:
        left = self._signed(depth)
        while sign := self.take(Mark.SIGN, "*", "//"):
            right = self._signed(depth)
            left = self._arithmetic(sign, left, right)
        return left

    def _signed(self, depth: int) -> Node:
        if minus := self.take(Mark.SIGN, "-"):
            part = self._atom(depth)
            return self._arithmetic(minus, Constant(0, whole(0, 0)), part)
        return self._atom(depth)

    def _atom(self, depth: int) -> Node:
        word = self.word
        self.at += 1
        match word.mark:
            case Mark.NUMBER:
                return Constant(int(word.text), whole(int(word.text), int(word.text)))
            case Mark.DATE:
                return self._date(word)
            case Mark.TEXT:
                return Constant(word.text, replace(TEXT, values=(word.text,)))
            case Mark.NAME:
                return self._named(word, depth)
        if word.text == "(":
            inner = self.either(depth + 1)
            self.expect(Mark.SIGN, ")")
            return inner
        raise self.refuse("a value is expected here.", "A number, a date, a 'word', or a name.", word)

    # -- values

    def _date(self, word: Word) -> Constant:
        try:
            day = date.fromisoformat(word.text)
        except ValueError:
            raise self.refuse("there is no such day.", "Write it as 2026-02-13.", word) from None
        return Constant(day, Kind(Sort.DATE, day.toordinal(), day.toordinal()))

    def _named(self, word: Word, depth: int) -> Node:
        if word.text in ("yes", "no"):
            return Constant(word.text == "yes", YES_NO)
        if self.take(Mark.SIGN, "("):
            return self._call(word, depth + 1)
        if word.text in self.scope:
            return Name(word.text, self.scope[word.text])
        if word.text in KEYWORDS:
            raise self.refuse("a value is expected here.", "A number, a date, a 'word', or a name.", word)
        remedy = "Declare it under 'fields', or under 'derived' above its use; put quotes round a category's word."
        raise self.refuse("there is no field of that name.", remedy, word)

    def _call(self, word: Word, depth: int) -> Node:
        if word.text not in CALLS:
            raise self.refuse("there is no such function.", f"Known are {', '.join(CALLS)}.", word)
        parts = [self.either(depth)]
        while self.take(Mark.SIGN, ","):
            parts.append(self.either(depth))
        self.expect(Mark.SIGN, ")")
        match word.text:
            case "choose":
                return self._choose(word, parts)
            case "years":
                return self._years(word, parts)
        return self._extreme(word, parts)

    def _extreme(self, word: Word, parts: list[Node]) -> Node:
        if len(parts) < 2:
            raise self.refuse(f"{word.text} compares two values or more.", "Name them.", word)
        self._demand(parts, Sort.WHOLE, word.text, word)
        best = min if word.text == "min" else max
        low, high = best(part.kind.low for part in parts), best(part.kind.high for part in parts)
        return Operation(word.text, tuple(parts), whole(low, high))

    def _choose(self, word: Word, parts: list[Node]) -> Node:
        if len(parts) != 3 or parts[0].kind.sort is not Sort.YES_NO or isinstance(parts[0], Constant):
            raise self.refuse("choose takes a condition and two values.", "choose(spouse, 90, 99).", word)
        then, otherwise = self._alike(parts[1], parts[2], word)
        if then.kind.sort is Sort.TEXT:
            raise self.refuse("choose cannot tell which category these words belong to.", "Choose points.", word)
        low, high = min(then.kind.low, otherwise.kind.low), max(then.kind.high, otherwise.kind.high)
        return Operation("choose", (parts[0], then, otherwise), replace(then.kind, low=low, high=high))

    def _years(self, word: Word, parts: list[Node]) -> Node:
        if len(parts) != 2:
            raise self.refuse("years takes two dates.", "years(born, today).", word)
        self._demand(parts, Sort.DATE, "years", word)
        first, last = parts
        low = (last.kind.low - first.kind.high) // 365 - 1
        high = (last.kind.high - first.kind.low) // 365 + 1
        return Operation("years", (first, last), whole(min(low, 0), max(high, 0)))

    def _arithmetic(self, sign: Word, left: Node, right: Node) -> Node:
        self._demand([left, right], Sort.WHOLE, sign.text, sign)
        if sign.text == "//" and not (isinstance(right, Constant) and right.code > 0):
            raise self.refuse("// divides by a written number above 0.", "months // 12.", sign)
        corners = [_CORNERS[sign.text](a, b) for a in _ends(left) for b in _ends(right)]
        low, high = min(corners), max(corners)
        if max(abs(low), abs(high)) > LARGEST:
            said = f"this could grow beyond {LARGEST:,}."
            raise self.refuse(said, "Give the fields narrower bounds.", sign)
        return Operation(sign.text, (left, right), whole(low, high))

    def _alike(self, left: Node, right: Node, word: Word) -> tuple[Node, Node]:
        """Two values of one kind; a quoted word becomes one of the other side's category."""
        if left.kind.sort is Sort.TEXT and right.kind.sort is Sort.CATEGORY:
            return self._of_category(left, right.kind, word), right
        if right.kind.sort is Sort.TEXT and left.kind.sort is Sort.CATEGORY:
            return left, self._of_category(right, left.kind, word)
        one, other = left.kind, right.kind
        if one.sort is not other.sort or (one.sort is Sort.CATEGORY and one.values != other.values):
            raise self.refuse(f"{one.sort} and {other.sort} cannot be compared.", "Compare like with like.", word)
        return left, right

    def _of_category(self, text: Node, kind: Kind, word: Word) -> Constant:
        assert isinstance(text, Constant)
        if text.value not in kind.codes:
            raise self.refuse(f"'{text.value}' is none of its words.", f"Use {', '.join(kind.values)}.", word)
        return Constant(text.value, kind)

    def _demand(self, parts: list[Node], sort: Sort, sign: str, word: Word) -> None:
        for part in parts:
            if part.kind.sort is not sort:
                raise self.refuse(f"{sign} works on {sort}, not on {part.kind.sort}.", "Compare it first.", word)


_CORNERS: Mapping[str, Callable[[int, int], int]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "//": lambda a, b: a // b,
}


def _ends(node: Node) -> tuple[int, int]:
    return node.kind.low, node.kind.high
