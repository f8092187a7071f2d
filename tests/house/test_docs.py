"""The documentation is true: drawn pages are current, links lead somewhere, commands and settings are all described."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import typer

from qonys.cli import app
from qonys.engines.vocabulary import errors

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\]\(\s*([^)\s]+)\s*\)")
DRAWN = "Drawn by docs/draw.py"


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def prose(path: Path) -> Iterator[str]:
    """Lines outside code blocks and tables."""
    in_code = False
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.lstrip().startswith("```"):
            in_code = not in_code
        elif not in_code and not line.startswith(("|", "    ")):
            yield line


def commands(group: Any, name: str) -> Iterator[tuple[str, Any]]:
    for key, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{name} {key}")
        else:
            yield f"{name} {key}", command


def every_command() -> dict[str, Any]:
    return dict(commands(typer.main.get_command(app), "qonys"))


def test_drawn_pages_are_current():
    answer = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "draw.py"), "--check"], capture_output=True, text=True, cwd=ROOT
    )
    assert answer.returncode == 0, answer.stderr


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_lead_somewhere(page: Path):
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        path, _, anchor = target.partition("#")
        if "://" in target:
            continue
        led = (page.parent / path) if path else page
        assert led.exists(), f"{named(page)} links to {target}"
        if anchor:
            headings = [line.lstrip("# ").strip() for line in prose(led) if line.startswith("#")]
            slugs = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
            assert anchor in slugs, f"{named(page)} links to {target}"


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_prose_is_wrapped(page: Path):
    if DRAWN not in page.read_text(encoding="utf-8"):
        assert [line for line in prose(page) if len(line) > 120] == []


def test_every_command_and_option_is_in_the_reference():
    text = (REFERENCE / "command-line.md").read_text(encoding="utf-8")
    for name, command in every_command().items():
        words = name.split()
        assert all(word in text for word in words), name
        for parameter in command.params:
            if parameter.param_type_name == "option" and parameter.opts != ["--help"]:
                assert any(f"`{option}`" in text for option in parameter.opts), f"{name}: {parameter.opts}"


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_commands_that_are_mentioned_exist(page: Path):
    known = every_command()
    starts = {" ".join(name.split()[: n + 1]) for name in known for n in range(len(name.split()))}
    for first, second in re.findall(r"(?:^|[\s`/(])qonys ([a-z]+)(?: ([a-z]+))?", page.read_text(encoding="utf-8")):
        assert f"qonys {first}" in starts, f"{named(page)}: qonys {first}"
        if f"qonys {first}" not in known:
            assert f"qonys {first} {second}" in starts, f"{named(page)}: qonys {first} {second}"


def test_every_setting_is_in_the_reference_and_nothing_else():
    setting = re.compile(r"\b(QONYS_[A-Z_]+|DATABASE_URL)\b")
    told = set(setting.findall((REFERENCE / "settings.md").read_text(encoding="utf-8")))
    source = (ROOT / "src" / "qonys" / "office" / "project" / "settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r'"(QONYS_[A-Z_]+|DATABASE_URL)"', source)) | {"QONYS_HOME"}
    assert told == read


def test_every_error_is_in_the_reference_and_nothing_else():
    told = set(re.findall(r"^\| (?:&nbsp;)*`(\w+)`", (REFERENCE / "errors.md").read_text(encoding="utf-8"), re.M))
    office = ROOT / "src" / "qonys" / "office"
    foundation = [office / "foundation" / room / "refusals.py" for room in ("authority", "journal", "notices", "files")]
    rooms = [*foundation, *office.glob("registers/*/refusals.py")]
    names = [".".join(path.relative_to(ROOT / "src").with_suffix("").parts) for path in rooms]
    families = [vars(room).values() for room in (errors, *map(import_module, names))]
    kinds = {kind for family in families for kind in family if isinstance(kind, type)}
    assert told == {kind.__name__ for kind in kinds if issubclass(kind, errors.QonysError)} - {"QonysError"}


def test_the_glossary_has_each_word_once_and_in_three_languages():
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in (ROOT / "GLOSSARY.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("|") and not line.startswith(("|---", "| English"))
    ]
    assert all(len(row) == 4 and all(row) for row in rows)
    twice = [word for word, times in Counter(row[0].split("`")[0].strip() for row in rows).items() if times > 1]
    assert twice == []


def test_decisions_are_numbered_without_a_gap_and_listed():
    names = sorted(path.name for path in (ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
    contents = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    assert all(f"decisions/{name}" in contents for name in names)


def test_every_page_is_in_the_contents():
    contents = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    pages = [path.relative_to(ROOT / "docs").as_posix() for path in ROOT.glob("docs/*/*.md")]
    assert [page for page in pages if f"({page})" not in contents] == []
