"""Whatever a file says, it is a rule set or it gets a letter: never a traceback, never anything else."""

from __future__ import annotations

import os
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from qonys.countries.points import read_book
from qonys.countries.points.cases import parse_examples
from qonys.engines.scoring.formula import read
from qonys.engines.scoring.kinds import YES_NO, category, whole
from qonys.engines.vocabulary.errors import BadInput

from ...engines.scoring.rule_files import NAME, SMALL

EXAMPLES = int(os.environ.get("QONYS_FUZZ_RULES", "80"))
LINES = SMALL.strip("\n").split("\n")
SCOPE = {"age": whole(0, 120), "level": category(("none", "a1")), "job": YES_NO}
SPLINTERS = ["yes", "null", "[]", "{}", "-1", "1e99", "'", '"', ":", "- ", "&a", "*a", "!!python/name:os", "2026-99-99"]
SPLINTERS += [
    "{a: {b: {c: 1}}}",
    "0x1F",
    "0777",
    "1_000",
    "~",
    "<<:",
    "? ",
    "| \n",
    "\t",
    "\x85",
    "\ud7ff",
    ".inf",
    ".nan",
]


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, len(LINES) - 1), st.sampled_from(["drop", "twice", "splinter", "indent", "cut"])),
        min_size=1,
        max_size=3,
    ),
    st.sampled_from(SPLINTERS),
    st.integers(0, 60),
)
def test_a_damaged_rule_file_loads_or_gets_a_letter(damage: list[tuple[int, str]], splinter: str, place: int) -> None:
    lines = list(LINES)
    for row, kind in damage:
        line = lines[row]
        lines[row] = {
            "drop": "",
            "twice": f"{line}\n{line}",
            "splinter": f"{line[:place]}{splinter}{line[place:]}",
            "indent": f"  {line}",
            "cut": line[:place],
        }[kind]
    with suppress(BadInput):
        read_book("\n".join(lines), NAME)


PIECES = [*SCOPE, "'a1'", "7", "2026-01-01", "999999999", "today", "yes", "+", "-", "*", "//", "=", "<", ">=", "in"]
PIECES += ["and", "or", "not", "(", ")", ",", "min(", "choose(", "years(", "__", ".", "lambda", "[", "%", "'", "é"]


@settings(max_examples=4 * EXAMPLES, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join) | st.text(max_size=40))
def test_a_formula_is_read_or_gets_a_letter(text: str) -> None:
    with suppress(BadInput):
        tree = read(text, SCOPE, "formula")
        assert tree.kind.low <= tree.kind.high


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.text(max_size=60) | st.sampled_from(["rules: x\nexamples: [{name: a}]", "- 1", "rules: [x]", "examples: {}"]))
def test_a_file_of_examples_is_read_or_gets_a_letter(text: str) -> None:
    with suppress(BadInput):
        parse_examples(text, "cases.yaml")
