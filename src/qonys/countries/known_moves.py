"""Moves between territories that somebody counted: `known_moves.yaml` of a pack.

    - {origin: KZ-61, destination: KZ-59, year: 2025, persons: 971, source: ...}

They are a part of all moves (people moved by a programme, say), never the whole: an estimate keeps at least them.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from qonys.countries.filling import fill
from qonys.countries.yaml_files import read_mapping
from qonys.engines.vocabulary.errors import BadInput
from qonys.engines.vocabulary.territory import Territories

FILE = "known_moves.yaml"


class KnownMove(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    origin: str
    destination: str
    year: int
    persons: float = Field(ge=0)


class KnownMoves(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    source: str
    meaning: str
    moves: tuple[KnownMove, ...]


def read_known_moves(pack: Path, territories: Territories) -> dict[tuple[str, str], float]:
    """Persons by (origin, destination), the latest year of each pair; empty without the file. Raises BadInput."""
    path = pack / FILE
    if not path.is_file():
        return {}
    told = fill(KnownMoves, read_mapping(path), FILE)
    found: dict[tuple[str, str], KnownMove] = {}
    for place, move in enumerate(told.moves, start=1):
        for code in (move.origin, move.destination):
            territories.find(code, where=f"{FILE}, move {place}")
        if move.origin == move.destination:
            raise BadInput("a move ends where it began.", where=f"{FILE}, move {place}", value=move.origin,
                           remedy="Name another destination, or take the line out.")  # fmt: skip
        key = (move.origin, move.destination)
        if key not in found or found[key].year < move.year:
            found[key] = move
    return {key: move.persons for key, move in found.items()}
