"""Rule sets by name: those that come with the program, and any other by the path of its file."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from qonys.countries.folders import BUILT_IN
from qonys.countries.points.reading import read_file
from qonys.countries.yaml_files import read_text
from qonys.engines.scoring.rules import RuleBook
from qonys.engines.vocabulary.errors import BadInput

FOLDER = "policy/points"
_NAME = re.compile(r"^name: *([a-z0-9-]+) *$", re.MULTILINE)


@cache
def built_in_rule_sets() -> dict[str, Path]:
    """The names of the rule sets that come with the program, and their files."""
    found = {}
    for path in sorted(BUILT_IN.glob(f"*/{FOLDER}/*.yaml")):
        named = _NAME.search(read_text(path))
        if named:
            found[named[1]] = path
    return found


@cache
def _built_in(name: str) -> RuleBook:
    return read_file(built_in_rule_sets()[name])


def load(name_or_path: str | Path) -> RuleBook:
    """A rule set that comes with the program, or that of a file. Raises BadInput."""
    known = built_in_rule_sets()
    if str(name_or_path) in known:
        return _built_in(str(name_or_path))
    path = Path(name_or_path)
    if path.suffix not in (".yaml", ".yml"):
        remedy = f"Use {', '.join(known)}, or the path of a .yaml file."
        raise BadInput("there is no rule set of that name.", value=str(name_or_path), remedy=remedy)
    return read_file(path)
