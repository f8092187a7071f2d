"""A country without its figures: names, territories, conventions. What a page or a document needs, and light."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from qonys.countries.conventions import Conventions, read_conventions
from qonys.countries.folders import pack_folder
from qonys.countries.territories import TerritoryLists, load_territories
from qonys.engines.vocabulary.territory import Names, Territories


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


def outline(name_or_path: str | Path) -> Outline:
    """The outline of a built-in country or of a pack folder. Raises UnknownCountry, BadInput."""
    folder = pack_folder(name_or_path)
    return Outline(folder, load_territories(folder), read_conventions(folder))
