"""Where a country pack lives: a built-in folder beside this file, or any folder of the same layout."""

from __future__ import annotations

from pathlib import Path

from qonys.engines.vocabulary.errors import UnknownCountry

BUILT_IN = Path(__file__).parent
MARK = "territories.yaml"  # the one file no pack can lack


def built_in_countries() -> tuple[str, ...]:
    """Codes of the packs that come with the program."""
    return tuple(sorted(mark.parent.name for mark in BUILT_IN.glob(f"*/{MARK}")))


def pack_folder(name_or_path: str | Path) -> Path:
    """The folder of a built-in country (`kz`) or of a path. Raises UnknownCountry."""
    if str(name_or_path) in built_in_countries():
        return BUILT_IN / str(name_or_path)
    folder = Path(name_or_path)
    if (folder / MARK).is_file():
        return folder
    raise UnknownCountry(
        f"There is no country pack {str(name_or_path)!r}. Built-in packs: {', '.join(built_in_countries())}. "
        f"For another country give the path of a folder that holds {MARK}."
    )
