"""A layout says what a table of one kind holds, and what to do with a row of it. A room plugs its own in by naming it
in settings.QONYS_LAYOUTS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.exchange.refusals import UnknownLayout, Wrong

Values = Mapping[str, Any]
LONGEST = 300  # letters in a cell, unless its column says otherwise


@dataclass(frozen=True)
class Column:
    """`parse` makes a value of the text of a cell. Raises Wrong."""

    name: str
    means: str | Promise
    parse: Callable[[str], Any]
    needed: bool = True
    example: str = ""
    longest: int = LONGEST


@dataclass(frozen=True)
class Found:
    """Something wrong in a row. `column` is '' where it is no matter of one cell."""

    row: int
    column: str
    value: str
    problem: str
    remedy: str


@dataclass
class Looked:
    """Who brings the table, and what its earlier rows will have written."""

    account: Account
    keys: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Taken:
    """What a row wrote: under which key, and the state before and after."""

    key: str
    before: dict[str, Any] | None
    after: dict[str, Any]


@dataclass(frozen=True)
class Layout:
    """`look` refuses a row whose cells are right each by itself; `take` writes it, twice as once; `undo` takes it back
    and says '' or why it was left as it is."""

    key: str
    title: str | Promise
    action: Action  # what the one who imports must be allowed, where the row lies
    columns: tuple[Column, ...]
    look: Callable[[Values, Looked], None]
    take: Callable[[Values, Looked], Taken]
    undo: Callable[[str, dict[str, Any] | None, dict[str, Any], Account], str]

    def parsed(self, number: int, cells: Mapping[str, str], looked: Looked) -> tuple[dict[str, Any], list[Found]]:
        """The values of a row, and everything that is wrong with it."""
        values: dict[str, Any] = {}
        faults = list(self._cells(number, cells, values))
        if not faults:
            try:
                self.look(values, looked)
            except Wrong as wrong:
                faults = [Found(number, "", "", wrong.problem, wrong.remedy)]
        return values, faults

    def _cells(self, number: int, cells: Mapping[str, str], values: dict[str, Any]) -> Iterator[Found]:
        for column in self.columns:
            text = cells.get(column.name, "").strip()
            try:
                values[column.name] = self._cell(column, text)
            except Wrong as wrong:
                yield Found(number, column.name, text[:120], wrong.problem, wrong.remedy)

    @staticmethod
    def _cell(column: Column, text: str) -> Any:
        if not text:
            if column.needed:
                raise Wrong(_("This cell is empty."), _("Fill it in."))
            return None
        if len(text) > column.longest or not text.isprintable():
            raise Wrong(_("This cell holds too much, or signs that nobody can see."), _("Write it anew, in short."))
        return column.parse(text)


def layouts() -> dict[str, Layout]:
    """Every layout that is plugged in, by its key."""
    named = [import_string(name) for name in settings.QONYS_LAYOUTS]
    found: list[Layout] = []
    for each in named:  # a layout, or a function that makes as many as the country has
        found += [each] if isinstance(each, Layout) else each()
    return {each.key: each for each in found}


def layout(key: str) -> Layout:
    """Raises UnknownLayout."""
    known = layouts()
    if key not in known:
        letter = _("There is no layout %(layout)s. Known are %(known)s.")
        raise UnknownLayout(letter % {"layout": key[:40], "known": ", ".join(known)})
    return known[key]
