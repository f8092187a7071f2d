"""`qonys points` as somebody who changes the law types it."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from qonys.cli import app

from ..engines.scoring.rule_files import SMALL, text

CASES = """
rules: small-town
examples:
  - {name: child, day: 2026-02-01, facts: {age: 10, kazakh: none, job: no}, total: 0, signed_by: A. Lawyer}
  - {name: a1, day: 2026-02-01, facts: {age: 30, kazakh: a1, job: yes}, total: 60, signed_by: A. Lawyer}
  - {name: b1, day: 2026-02-01, facts: {age: 60, kazakh: b1, job: yes}, total: 55}
"""


def run(*words: object) -> Result:
    return CliRunner().invoke(app, ["points", *map(str, words)])


@pytest.fixture
def small(tmp_path: Path) -> Path:
    (tmp_path / "small.yaml").write_text(SMALL)
    (tmp_path / "cases.yaml").write_text(CASES)
    (tmp_path / "draft.yaml").write_text(text(("points: 10, article: art. 2 (2)", "points: 30, article: art. 2 (2)")))
    rows = [f"p{row},30,{'a1' if row < 20 else 'none'},0,{'f' if row % 2 else 'm'}" for row in range(40)]
    (tmp_path / "people.csv").write_text("\n".join(["id,age,kazakh,job,sex", *rows]))
    return tmp_path


def test_the_list_marks_placeholders() -> None:
    lines = run("list").stdout.splitlines()
    assert any(line.startswith("canada-crs: ") and line.endswith(" lines") for line in lines)
    assert any(line.startswith("kz-residence-pilot: ") and line.endswith("placeholders") for line in lines)


def test_a_rule_set_that_holds(small: Path) -> None:
    answer = run("check", small / "small.yaml", "--examples", small / "cases.yaml")
    assert answer.exit_code == 0 and "3 examples hold" in answer.stderr


def test_a_rule_set_that_may_not_take_effect(small: Path) -> None:
    unsigned = run("check", small / "small.yaml", "--examples", small / "cases.yaml", "--signed")
    assert unsigned.exit_code == 1 and unsigned.stdout == "2026-01-01: example b1 is not signed\n"
    changed = run("check", small / "draft.yaml", "--examples", small / "cases.yaml")
    assert changed.exit_code == 1
    assert changed.stdout == "2026-01-01: example a1: total should be 60, the rule set gives 70\n"
    assert "no example meets age, brackets.0" in run("check", small / "small.yaml").stdout


def test_what_changes_and_who_gains(small: Path) -> None:
    words = ("diff", small / "small.yaml", small / "draft.yaml", "--on", "2026-02-01")
    assert run(*words).stdout == "kazakh, kazakh a1: 10 -> 30\n"
    counted = run(*words, "--people", small / "people.csv", "--by", "sex", "--cut-offs", "40", "40").stdout
    assert "Newly above the cut-off: 20, no longer: 0 (cut-offs 40 and 40)" in counted
    assert "sex f: 20 people, 10 gain, 0 lose, +10.0 points on average; pass 0 -> 10 (50.0%" in counted
    same = run("diff", small / "small.yaml", small / "small.yaml", "--on", "2026-02-01")
    assert same.stdout == "Nothing changes.\n"


def test_a_column_to_count_by_must_be_there(small: Path) -> None:
    words = ("diff", small / "small.yaml", small / "draft.yaml", "--on", "2026-02-01", "--people", small / "people.csv")
    assert "the column 'region' is missing" in str(run(*words, "--by", "region").exception)
