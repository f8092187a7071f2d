"""A rule file can execute nothing, loops nowhere, and has a largest size: attempts, each refused with a letter."""

from __future__ import annotations

import time
import tracemalloc
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from qonys.countries.points import load, read_book, read_file
from qonys.engines.scoring.people import people
from qonys.engines.scoring.reference import total
from qonys.engines.scoring.rules import RuleBook
from qonys.engines.scoring.scores import total_only
from qonys.engines.vocabulary.errors import BadInput

from ...engines.scoring.rule_files import NAME, SMALL, small, text

FORMULA = "choose(job, 30, 0)"
REST = "names: {kk: d, ru: d, en: d}, act: order_1, article: x"

EXECUTIONS = [
    "__import__('os').system('true')",
    "import os",
    "open('/etc/passwd')",
    "eval('1')",
    "exec('1')",
    "compile('1')",
    "getattr(job, 'x')",
    "globals()",
    "().__class__.__bases__",
    "job.__class__",
    "kazakh.values",
    "age.real",
    "job[0]",
    "[x for x in (1, 2)]",
    "{1: 2}",
    "lambda: 1",
    "(lambda x: x)(1)",
    "x := 1",
    "print(1)",
    "f'{age}'",
    '"text"',
    "age if job else 0",
    "age ** 9",
    "2 ** 99999999",
    "9 ** 9 ** 9",
    "age << 99",
    "age % 2",
    "age / 2",
    "1e9",
    "0x10",
    "1_000",
    "1.5",
    "`id`",
    "$(id)",
    "; age",
    "age\x00",
    "аge",  # the first letter is Cyrillic
    "min",
    "min()",
    "min(age)",
    "max(age, kazakh)",
    "choose(yes, 1, 2)",
    "choose(1, 2, 3)",
    "choose(job, 1, kazakh)",
    "years(age, today)",
    "years(today)",
    "age // 0",
    "age // age",
    "age + job",
    "age + '1'",
    "age >",
    "age in age",
    "age in ()",
    "1 < age < 2",
    "not age",
    "kazakh",
    "job",
    "'a1'",
    "today",
    "2026-02-30",
    "age and job",
    "kazakh = 'c9'",
    "kazakh = age",
    "nobody",
    "age)",
    "(age",
    "",
    "   ",
    "999999999 * 999999999",
    "9999999999",
    "age * 999999999",
]


@pytest.mark.parametrize("formula", EXECUTIONS)
def test_a_formula_executes_nothing(formula: str) -> None:
    quoted = formula.replace("\\", "\\\\").replace('"', '\\"').replace("\x00", "\\0")
    with pytest.raises(BadInput) as letter:
        small((FORMULA, quoted))
    assert NAME in str(letter.value) and "items.job" in str(letter.value)


def test_a_formula_that_computes_nothing_wrong_is_read() -> None:
    """The refusals above are not refusals of everything."""
    for formula in ("choose(job, 30, 0)", "min(age, 30)", "choose(age >= 18 and not (job = no), 9, 1)"):
        assert small((FORMULA, formula)).items["job"]
    assert small((FORMULA, "min(max(years(born, today), 0), 30)")).items["job"]


@pytest.mark.parametrize(
    "formula",
    [
        "(" * 500 + "age" + ")" * 400,
        "(" * 60 + "age" + ")" * 60,
        "min(age, " * 60 + "1" + ")" * 60,
        "-" * 900 + "age",
        "not " * 200 + "job",
        "age + " * 150 + "age",
        "age " * 2000,
        "x" * 100_000,
        "1" * 100_000,
        "choose(job, " * 40 + "1" + ", 0)" * 40,
    ],
    ids=lambda formula: f"{formula[:12]}...{len(formula)}",
)
def test_a_formula_is_neither_deep_nor_long(formula: str) -> None:
    begun = time.process_time()
    with pytest.raises(BadInput):
        small((FORMULA, formula))
    assert time.process_time() - begun < 5


def test_doubling_definitions_do_not_explode() -> None:
    """Each derived value uses the one above twice: 2^40 parts if it were written out; here it is computed once."""
    derived = "".join(f"  d{step}: {{formula: 'min(d{step - 1} + d{step - 1}, 7)', {REST}}}\n" for step in range(1, 40))
    first = f"  d0: {{formula: 'min(age, 3)', {REST}}}\n"
    begun = time.process_time()
    book = small(("groups:\n", f"{first}{derived}groups:\n"), (FORMULA, "d39"))
    from_reference_and_fast(book)
    assert time.process_time() - begun < 20  # written out it would take years; a busy machine proves nothing


def from_reference_and_fast(book: RuleBook) -> None:
    law = book.on(date(2026, 2, 1))
    columns = {field.name: np.array([field.kind.high]) for field in law.fields}
    facts = {field.name: field.kind.value(field.kind.high) for field in law.fields}
    assert total_only(law, people(law, columns))[0] == total(law, facts)


def test_a_definition_cannot_refer_to_itself_or_to_a_later_one() -> None:
    for formula in ("speaks", "later"):
        later = f"  later: {{formula: 'job', {REST}}}\ngroups:\n"
        with pytest.raises(BadInput, match="there is no field of that name"):
            small(("kazakh >= 'a1'", formula), ("groups:\n", later))


YAML_ATTEMPTS = {
    "a tag that builds a Python object": ("title: x", "!!python/object/apply:os.system ['true']"),
    "a tag that imports": ("title: x", "!!python/name:os.system"),
    "a tag of one's own": ("title: x", "!exec 'true'"),
    "a module": ("title: x", "!!python/module:os"),
}


@pytest.mark.parametrize("attempt", YAML_ATTEMPTS.values(), ids=YAML_ATTEMPTS.keys())
def test_yaml_builds_no_objects(attempt: tuple[str, str]) -> None:
    with pytest.raises(BadInput, match="not valid YAML"):
        read_book(SMALL + f"\nextra: {attempt[1]}\n", NAME)


def test_a_billion_laughs_are_not_laughed() -> None:
    bomb = ['a: &a ["lol", "lol", "lol", "lol", "lol", "lol", "lol", "lol", "lol"]']
    for one, other in zip("abcdefgh", "bcdefghi", strict=True):
        bomb.append(f"{other}: &{other} [{', '.join([f'*{one}'] * 9)}]")
    tracemalloc.start()
    with pytest.raises(BadInput, match="references"):
        read_book("\n".join(bomb), NAME)
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


def test_a_merge_key_is_a_reference_too() -> None:
    with pytest.raises(BadInput):
        read_book("base: &base {x: 1}\nother:\n  <<: *base\n", NAME)


@pytest.mark.parametrize("opening, closing", [("[", "]"), ("{a: ", "}")])
def test_a_file_nested_too_deep_is_refused(opening: str, closing: str) -> None:
    with pytest.raises(BadInput):
        read_book(f"name: {opening * 5000}1{closing * 5000}", NAME)


def test_a_key_that_stands_there_twice_is_refused() -> None:
    with pytest.raises(BadInput, match="stands there twice"):
        read_book(text(("  job:\n    names", "  job: {}\n  job:\n    names")), NAME)


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    path.write_text("a: 1\n" + "#" * 600_000)
    begun = time.process_time()
    with pytest.raises(BadInput, match="at most 500,000 bytes"):
        read_file(path)
    assert time.process_time() - begun < 1


def test_a_table_too_wide_is_refused() -> None:
    """Three fields of a thousand classes each would be a billion cells."""
    fields = "".join(
        f"  f{n}: {{kind: whole, from: 0, to: 999999, names: {{kk: f, ru: f, en: f}}}}\n" for n in range(3)
    )
    wide = ", ".join(f"f{n}: [{', '.join(str(edge) for edge in range(0, 120, 2))}]" for n in range(3))
    line = f"{{since: 2026-01-01, act: order_1, article: x, brackets: [{{{wide}, points: 1, article: x}}]}}"
    old = '{since: 2026-01-01, act: order_1, article: art. 3, when: speaks, formula: "choose(job, 30, 0)"}'
    with pytest.raises(BadInput, match="cells, more than"):
        small(("fields:\n", f"fields:\n{fields}"), (old, line))


@pytest.mark.parametrize("path", ["../../etc/passwd", "/etc/passwd", "/dev/zero", "canada-crs.py", "no-such"])
def test_a_name_leads_nowhere_else(path: str) -> None:
    with pytest.raises(BadInput):
        load(path)


def test_not_a_mapping_and_not_text() -> None:
    for content in ("- 1\n- 2\n", "just words", "42", "null\n"):
        with pytest.raises(BadInput):
            read_book(content, NAME)
