"""House rules that no linter knows."""

from __future__ import annotations

import ast
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "qonys"
NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc", "tools"}


def tracked() -> list[Path]:
    names = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True
    ).stdout.splitlines()
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def test_no_module_is_named_after_nothing():
    assert [path for path in modules() if path.stem in NAMELESS or path.parent.name in NAMELESS] == []


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_our_own_code_is_imported_at_the_top(path: Path):
    if path.parent.name == "cli":
        return  # each command loads only what it needs
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                assert not (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("qonys")), node.lineno


def test_locks_name_no_host():
    for lock in ROOT.glob("requirements*.lock"):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text and "--index" not in text, lock.name


def test_every_requirement_carries_a_hash():
    for lock in ROOT.glob("requirements*.lock"):
        blocks = lock.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
        assert all("--hash=sha256:" in line for line in blocks if "==" in line and not line.startswith("#"))


def test_text_files_are_utf8_and_end_with_a_line():
    endings = {".py", ".md", ".yaml", ".toml", ".html", ".css", ".po", ".sh"}
    for path in tracked():
        if path.suffix in endings and "vendor" not in path.parts and path.stat().st_size:
            assert path.read_bytes().decode("utf-8").endswith("\n"), path
