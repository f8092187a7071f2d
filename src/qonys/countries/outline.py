"""A country without its figures: names, territories, conventions. What a page or a document needs, and light."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from qonys.countries.conventions import Conventions, read_conventions
from qonys.countries.folders import pack_folder
from qonys.countries.territories import TerritoryLists, load_territories
from qonys.engines.vocabulary.territory import Names, Territories

IGNORED = {".py", ".pyc", ".md"}  # code and notes are no inputs of a forecast, neither are scenarios
SCENARIOS = "scenarios"


@dataclass(frozen=True)
class Outline:
    """Loads nothing numerical; the whole country is a `pack.CountryPack`."""

    folder: Path
    lists: TerritoryLists
    conventions: Conventions

    @property
    def code(self) -> str:
        """Short name for folders and runs: the nation's code in small letters, "kz"."""
        return self.lists.nation.code.lower()

    @property
    def names(self) -> Names:
        return self.lists.nation.names

    @property
    def languages(self) -> tuple[str, ...]:
        return self.conventions.languages

    @property
    def current(self) -> Territories:
        return self.lists.current

    def inputs(self) -> tuple[tuple[str, str], ...]:
        """Relative path and SHA-256 of every data file, sorted: what a forecast stood on."""
        files = sorted(path for path in self.folder.rglob("*") if path.is_file() and _is_data(path, self.folder))
        return tuple(
            (path.relative_to(self.folder).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest()) for path in files
        )


def outline(name_or_path: str | Path) -> Outline:
    """The outline of a built-in country or of a pack folder. Raises UnknownCountry, BadInput."""
    folder = pack_folder(name_or_path)
    return Outline(folder, load_territories(folder), read_conventions(folder))


def _is_data(path: Path, folder: Path) -> bool:
    parts = path.relative_to(folder).parts
    hidden = any(part.startswith((".", "_")) for part in parts)
    return not hidden and path.suffix not in IGNORED and parts[0] != SCENARIOS
