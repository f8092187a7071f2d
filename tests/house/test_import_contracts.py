"""The architecture holds, and each contract notices when it is broken: one deliberate violation for each."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# contract (the start of its name) -> a file, and the line that breaks it
VIOLATIONS = {
    "Two storeys": ("countries/broken.py", "from qonys import cycle"),
    "Engines are siblings": ("engines/estimation/broken.py", "from qonys.engines import projection"),
    "Countries know the vocabulary": ("countries/broken.py", "from qonys.engines import estimation"),
    "The office is in story order": ("office/foundation/broken.py", "from qonys.office import planning"),
    "The foundation's rooms": ("office/foundation/journal/broken.py", "from qonys.office.foundation import authority"),
    "The registers' rooms": ("office/registers/sources/broken.py", "from qonys.office.registers import persons"),
    "The rooms of casework": ("office/casework/cases/broken.py", "from qonys.office.casework import procedures"),
    "A warning is an offer of help": (
        "office/casework/commission/broken.py",
        "from qonys.office.casework import integration",
    ),
    "Many people are counted by the worker": (
        "office/portal/broken.py",
        "from qonys.office.casework.selection.many import engine",
    ),
    "Planning sees the registers": (
        "office/planning/broken.py",
        "from qonys.office.registers.persons import models",
    ),
    "A room calls the science": ("office/portal/broken.py", "from qonys.engines import projection"),
    "Engines are pure": ("engines/projection/broken.py", "import pathlib"),
}


def lint(source: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--config", str(ROOT / "pyproject.toml"), "--no-cache"],
        cwd=source,
        env=os.environ | {"PYTHONPATH": str(source)},
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source, once more, where it may be broken."""
    source = tmp_path_factory.mktemp("source")
    shutil.copytree(ROOT / "src" / "qonys", source / "qonys", ignore=shutil.ignore_patterns("*.csv", "static", "*.po"))
    return source


def test_every_contract_holds(copy: Path):
    answer = lint(copy)
    assert answer.returncode == 0, answer.stdout


@pytest.mark.parametrize(("contract", "violation"), VIOLATIONS.items())
def test_a_deliberate_violation_is_caught(copy: Path, contract: str, violation: tuple[str, str]):
    name, line = violation
    broken = copy / "qonys" / name
    broken.write_text(line + "\n", encoding="utf-8")
    try:
        answer = lint(copy)
    finally:
        broken.unlink()
    assert answer.returncode != 0
    assert any(row.startswith(contract) and "BROKEN" in row for row in answer.stdout.replace("\n  ", " ").splitlines())


def test_there_is_a_violation_for_every_contract():
    pages = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    names = [line.split('"')[1] for line in pages.splitlines() if line.startswith("name = ")][1:]
    assert all(any(name.startswith(contract) for contract in VIOLATIONS) for name in names)
    assert len(names) == len(VIOLATIONS)


def test_a_room_must_be_declared(copy: Path):
    undeclared = copy / "qonys" / "office" / "attic"
    undeclared.mkdir()
    (undeclared / "__init__.py").write_text("", encoding="utf-8")
    try:
        assert lint(copy).returncode != 0
    finally:
        shutil.rmtree(undeclared)
