"""Worked examples of a rule set: `policy/points/cases/NAME.yaml`, written for a lawyer, who signs them.

rules: kz-residence-pilot
common: {age: 30, kazakh: a1, ...}            # facts every example begins with
examples:
  - {name: a2-kazakh, day: 2026-03-02, facts: {kazakh: a2}, total: 330, items: {kazakh: 80}, signed_by: ...}

A rule set that an office changes takes effect only when every example holds and every line is met by one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import Field

from qonys.countries.dated import Frozen
from qonys.countries.filling import fill
from qonys.countries.points.naming import built_in_rule_sets
from qonys.countries.points.shape import Key, Scalar
from qonys.countries.yaml_files import as_text, parse, read_content, rows
from qonys.engines.scoring.examples import Example
from qonys.engines.vocabulary.errors import UnreadableFile

FOLDER = "cases"
LARGEST_FILE = 500_000
LAYOUT = "The layout is described in docs/reference/points.md."


class ExampleShape(Frozen):
    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$")]
    day: date
    facts: Mapping[Key, Scalar] = {}
    total: int
    items: Mapping[Key, int] = {}
    lost_to_cap: int | None = None
    passes: bool | None = None
    signed_by: str = ""
    source: str = ""


class CasesFile(Frozen):
    rules: str
    common: Mapping[Key, Scalar] = {}
    examples: Annotated[tuple[ExampleShape, ...], Field(min_length=1, max_length=5000)]


def examples_of(rule_set: str) -> tuple[Example, ...]:
    """The examples that come with a rule set of the program; none if there are none. Raises BadInput."""
    file = built_in_rule_sets().get(rule_set)
    path = file.parent / FOLDER / f"{rule_set}.yaml" if file else None
    return read_examples(path) if path and path.is_file() else ()


def read_examples(path: Path) -> tuple[Example, ...]:
    """The examples of a file. Raises BadInput."""
    return parse_examples(as_text(read_content(path), path), path.name)


def parse_examples(text: str, name: str) -> tuple[Example, ...]:
    """The examples of a text. `name` is what letters call it. Raises BadInput."""
    if len(text) > LARGEST_FILE:
        raise UnreadableFile(f"examples have at most {LARGEST_FILE:,} characters.", where=name, remedy="Split them.")
    content = parse(text, name)
    file = fill(CasesFile, content, name, remedy=LAYOUT, rows=rows(text))
    return tuple(
        Example(
            name=each.name,
            on=each.day,
            facts={**file.common, **each.facts},
            total=each.total,
            items=each.items,
            lost_to_cap=each.lost_to_cap,
            passes=each.passes,
            signed_by=each.signed_by,
            source=each.source,
        )
        for each in file.examples
    )
