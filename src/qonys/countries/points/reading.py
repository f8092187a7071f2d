"""A rule file made into a `RuleBook`, or refused with the row, the value and the remedy.

Nothing in a rule file is ever run: YAML is read without tags and references, formulas are read into typed trees by a
parser of our own, and everything has a largest size.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

from qonys.countries.figures.indicators import Words
from qonys.countries.filling import at, fill
from qonys.countries.points import brackets as tables
from qonys.countries.points.protected import refuse_protected
from qonys.countries.points.shape import Cited, FieldShape, ItemShape, Line, RuleFile, VersionShape
from qonys.countries.yaml_files import parse, read_text, rows
from qonys.engines.scoring import formula
from qonys.engines.scoring.formula import Node
from qonys.engines.scoring.kinds import YES_NO, Kind, Sort, Value, category, dates, whole
from qonys.engines.scoring.proofs import prove
from qonys.engines.scoring.rules import (
    TODAY,
    Cap,
    Citation,
    Derived,
    Field,
    Group,
    Item,
    PassMark,
    RuleBook,
    Step,
    Tie,
)
from qonys.engines.vocabulary.errors import BadInput, UnlawfulRules, UnreadableFile
from qonys.engines.vocabulary.territory import Names

LARGEST_FILE = 500_000  # bytes
LAYOUT = "The layout is described in docs/reference/points.md."
LAST_DAY = date(2200, 12, 31)  # what a rule set without an end is proven to
DAY = timedelta(days=1)
Kinds = Mapping[str, Kind]
Dated = TypeVar("Dated", bound=Line)


def read_file(path: Path) -> RuleBook:
    """A rule set from a file. Raises BadInput."""
    if path.is_file() and path.stat().st_size > LARGEST_FILE:
        raise UnreadableFile(
            f"a rule set has at most {LARGEST_FILE:,} bytes.", where=path.name, remedy="Split it into two rule sets."
        )
    return read_book(read_text(path), path.name)


def read_book(text: str, name: str) -> RuleBook:
    """A rule set from its text, proven for every day of its time. `name` is what letters call it. Raises BadInput."""
    if len(text) > LARGEST_FILE:
        raise UnreadableFile(f"a rule set has at most {LARGEST_FILE:,} characters.", where=name, remedy="Split it.")
    content = parse(text, name)
    if not isinstance(content, dict):
        raise UnreadableFile("the file holds no 'name: value' lines.", where=name, remedy=LAYOUT)
    try:
        book = _Book(fill(RuleFile, content, "", remedy=LAYOUT), text).book()
        for day in book.changes:
            prove(book.on(day))
    except BadInput as problem:
        raise _with_row(problem, text, name) from problem
    return book


def _with_row(problem: BadInput, text: str, name: str) -> BadInput:
    """The same letter with the row of the file: where the reader of the file must look."""
    place = problem.where.removeprefix(": ").partition(" ")[0].partition(",")[0].rstrip(":")
    rest = problem.where.removeprefix(": ")[len(place) :].strip(" :")
    where = at(name, place.split("."), rows(text)) + (f" {rest}" if rest else "")
    return type(problem)(problem.problem, where=where, value=problem.value, remedy=problem.remedy)


class _Book:
    """The parts of one rule file, each made from its shape."""

    def __init__(self, file: RuleFile, text: str) -> None:
        self.file = file
        self.digest = hashlib.sha256(text.encode()).hexdigest()
        self.last = file.until or LAST_DAY
        self.kinds: dict[str, Kind] = {}

    def book(self) -> RuleBook:
        file = self.file
        if self.last < file.since:
            raise UnlawfulRules("the rule set ends before it begins.", where="until", value=file.until, remedy=LAYOUT)
        refuse_protected(file.fields, "fields")
        refuse_protected(file.derived, "derived")
        fields = tuple(self._field(name, shape) for name, shape in file.fields.items())
        derived = tuple(self._derived())
        return RuleBook(
            name=file.name,
            titles=file.titles.names,
            since=file.since,
            until=file.until,
            digest=self.digest,
            fields=fields,
            derived=derived,
            groups=self._groups(),
            items={name: self._versions(name, shape) for name, shape in file.items.items()},
            lowest=file.total.low,
            highest=file.total.high,
            pass_marks=tuple(self._marks()),
            ties=tuple(self._ties()),
            steps=tuple(self._steps()),
        )

    # -- what is asked

    def _field(self, name: str, shape: FieldShape) -> Field:
        where = f"fields.{name}"
        if name == TODAY or name in formula.KEYWORDS or name in formula.CALLS:
            raise UnlawfulRules("this word is taken by the language.", where=where, remedy="Choose another name.")
        self.kinds[name] = kind = _kind(shape, where)
        absent = None if shape.absent is None else kind.value(kind.code(shape.absent, f"{where}.absent"))
        return Field(
            name=name,
            kind=kind,
            names=shape.names.names,
            labels={word: words.names for word, words in shape.values.items()},
            document=shape.document.names if shape.document else None,
            better=shape.better,
            absent=absent,
            completed=shape.completed,
        )

    def _derived(self) -> Iterator[Derived]:
        for name, shape in self.file.derived.items():
            where = f"derived.{name}"
            if name in self.kinds or name in (TODAY, *formula.KEYWORDS, *formula.CALLS):
                raise UnlawfulRules("this name is taken.", where=where, remedy="Choose another name.")
            tree = self._tree(shape.formula, f"{where}.formula")
            self.kinds[name] = tree.kind
            citation = self._cited(shape.act, shape.article, self.file.since, None, f"{where}.act")
            yield Derived(name, tree, shape.names.names, citation)

    def _tree(self, text: str, where: str, wanted: Sort | None = None) -> Node:
        scope = {**self.kinds, TODAY: dates(self.file.since, self.last)}
        tree = formula.read(text, scope, where)
        if wanted is not None and tree.kind.sort is not wanted:
            raise UnlawfulRules(f"this gives {tree.kind.sort}, not {wanted}.", where=where, value=text, remedy=LAYOUT)
        if tree.kind.sort is Sort.TEXT:
            raise UnlawfulRules("a word alone is no formula.", where=where, value=text, remedy=LAYOUT)
        return tree

    def _condition(self, text: str | None, where: str) -> Node | None:
        return None if text is None else self._tree(text, where, Sort.YES_NO)

    # -- lines

    def _groups(self) -> tuple[Group, ...]:
        """Each below those it contains, so that one pass adds them up. Raises UnlawfulRules on a circle."""
        shapes = self.file.groups
        depth = {}
        for name in shapes:
            above, depth[name] = shapes[name].within, 0
            while above:
                if above not in shapes or depth[name] > len(shapes):
                    said = "a group cannot contain itself." if above in shapes else "there is no such group."
                    raise UnlawfulRules(said, where=f"groups.{name}.within", value=above, remedy=LAYOUT)
                above, depth[name] = shapes[above].within, depth[name] + 1
        ordered = sorted(shapes, key=lambda name: -depth[name])
        return tuple(self._group(name) for name in ordered)

    def _group(self, name: str) -> Group:
        shape = self.file.groups[name]
        caps = []
        for place, cap in enumerate(shape.caps):
            where = f"groups.{name}.caps.{place}"
            condition = self._condition(cap.when, f"{where}.when")
            caps.append(Cap(cap.points, self._citation(cap, cap.until, where), condition, cap.placeholder))
        return Group(name, shape.names.names, shape.within, tuple(caps))

    def _versions(self, name: str, shape: ItemShape) -> tuple[Item, ...]:
        where = f"items.{name}"
        if shape.group and shape.group not in self.file.groups:
            remedy = "Declare it under 'groups'."
            raise UnlawfulRules("there is no such group.", where=f"{where}.group", value=shape.group, remedy=remedy)
        in_time = _in_time(shape.versions, f"{where}.versions")
        return tuple(self._item(name, shape, version, until, place) for place, version, until in in_time)

    def _item(self, name: str, shape: ItemShape, version: VersionShape, until: date | None, place: int) -> Item:
        where = f"items.{name}.versions.{place}"
        if (version.formula is None) == (not version.brackets):
            raise UnlawfulRules("a line has brackets or a formula.", where=where, remedy="Give one of the two.")
        citation = self._citation(version, until, where)
        table = None
        if version.brackets:
            table = tables.table(version, citation, self.kinds, self.file.acts, where)
        return Item(
            name=name,
            names=shape.names.names,
            group=shape.group,
            citation=citation,
            table=table,
            formula=None if version.formula is None else self._tree(version.formula, f"{where}.formula", Sort.WHOLE),
            when=self._condition(version.when, f"{where}.when"),
            placeholder=version.placeholder,
            rises_with=shape.rises_with,
            falls_with=shape.falls_with,
            peaks_in=shape.peaks_in,
        )

    def _marks(self) -> Iterator[PassMark]:
        for place, shape, until in _in_time(self.file.pass_marks, "pass_marks"):
            yield PassMark(shape.points, self._citation(shape, until, f"pass_marks.{place}"), shape.placeholder)

    def _ties(self) -> Iterator[Tie]:
        for place, shape in enumerate(self.file.ties):
            citation = self._citation(shape, shape.until, f"ties.{place}")
            yield Tie(shape.by, shape.first, shape.names.names, citation)

    def _steps(self) -> Iterator[Step]:
        for name, shape in self.file.steps.items():
            changes: dict[str, Value] = {}
            for field, value in shape.change.items():
                where = f"steps.{name}.change.{field}"
                if field not in self.file.fields:
                    raise UnlawfulRules("there is no field of that name.", where=where, value=field, remedy=LAYOUT)
                changes[field] = self.kinds[field].value(self.kinds[field].code(value, where))
            above = list(self.file.steps)[: list(self.file.steps).index(name)]
            if shape.after and (shape.after not in above or self.file.steps[shape.after].months > shape.months):
                remedy = "Name a step declared above it that takes no longer from the beginning."
                where = f"steps.{name}.after"
                raise UnlawfulRules("no such step lies on the way.", where=where, value=shape.after, remedy=remedy)
            yield Step(name, shape.names.names, changes, shape.months, shape.after)

    # -- citations

    def _citation(self, line: Line, until: date | None, where: str) -> Citation:
        if until is not None and until < line.since:
            raise UnlawfulRules("the line ends before it begins.", where=where, value=until, remedy="Mind 'until'.")
        return self._cited(line.act, line.article, line.since, until, f"{where}.act", line.source, line.verified)

    def _cited(self, act: str, article: Cited, since: date, until: date | None, where: str, *more: Any) -> Citation:
        names = article.names if isinstance(article, Words) else Names(article, article, article)
        return Citation(act, tables.act_names(self.file.acts, act, where), names, since, until, *more)


def _kind(shape: FieldShape, where: str) -> Kind:
    match shape.kind:
        case "category":
            if not shape.values:
                raise UnlawfulRules("a category lists its words under 'values'.", where=where, remedy=LAYOUT)
            return category(tuple(shape.values), shape.ordered)
        case "yes_no":
            return YES_NO
        case "date":
            if not (isinstance(shape.low, date) and isinstance(shape.high, date) and shape.low <= shape.high):
                raise UnlawfulRules("a date has its first and last day: from, to.", where=where, remedy=LAYOUT)
            return dates(shape.low, shape.high)
    low, high = shape.low, shape.high
    if not (isinstance(low, int) and isinstance(high, int) and -1_000_000_000 <= low <= high <= 1_000_000_000):
        remedy = "Nobody can be scored without bounds: write the lowest and the highest value there can be."
        raise UnlawfulRules("a whole number has its bounds: from, to.", where=where, remedy=remedy)
    return whole(low, high)


def _in_time(lines: tuple[Dated, ...], where: str) -> Iterator[tuple[int, Dated, date | None]]:
    """Each version with its last day: the day before the next one. Raises UnlawfulRules where two hold at once."""
    ordered = sorted(enumerate(lines), key=lambda each: each[1].since)
    for (place, line), following in zip(ordered, [*ordered, None][1:], strict=True):
        until = line.until
        if following is not None:
            until = min(until or date.max, following[1].since - DAY)
            if following[1].since == line.since or (line.until is not None and line.until >= following[1].since):
                said = f"two versions hold on {following[1].since}."
                raise UnlawfulRules(
                    said, where=f"{where}.{following[0]}", remedy="Let the older one end the day before."
                )
        yield place, line, until
