"""The dictionary of indicators: what each figure means, its unit, and the values no population can have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from qonys.countries.filling import fill
from qonys.countries.yaml_files import read_mapping
from qonys.engines.vocabulary.errors import UnknownIndicator
from qonys.engines.vocabulary.territory import Names

HERE = Path(__file__).parent
FILE = "indicators.yaml"
# A slip of the pen has a size: months summed instead of averaged, per cent, per thousand.
SLIPS = ((12, "twelve monthly values summed"), (100, "a percentage"), (1000, "per thousand"))


class Words(BaseModel):
    """One text in the three languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    kk: str
    ru: str
    en: str

    @property
    def names(self) -> Names:
        return Names(self.kk, self.ru, self.en)


Text = Words | str  # a remark for readers: in three languages, or in the one it was written in


def plain(text: Text) -> str:
    """A remark for a table or a terminal: as it was written, or its English."""
    return text.en if isinstance(text, Words) else text


class Unit(Words):
    code: str


class Indicator(BaseModel):
    """One entry of `indicators.yaml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: Literal["stock", "flow"]
    lowest: float = float("-inf")
    highest: float = float("inf")
    unit: Unit
    name: Words
    definition: Words

    def slip(self, value: float) -> str:
        """The likely slip behind a value that is too high, or an empty text."""
        fits = [
            f"{factor} ({reason})" for factor, reason in SLIPS if self.lowest <= value / factor <= self.highest < value
        ]
        return f" Divided by {' or '.join(fits)} it would fit." if fits else ""


@dataclass(frozen=True)
class Dictionary:
    """All indicators of a pack by key."""

    entries: Mapping[str, Indicator]

    def find(self, key: str, where: str = "") -> Indicator:
        """Raises UnknownIndicator."""
        if key not in self.entries:
            raise UnknownIndicator(
                f"indicator {key!r} has no definition.",
                where=where,
                remedy=f"Use one of {', '.join(sorted(self.entries))}, or define it in the pack's {FILE}.",
            )
        return self.entries[key]


def read_dictionary(pack: Path | None = None) -> Dictionary:
    """The common indicators, and those a pack adds or redefines. Raises BadInput."""
    entries: dict[str, Indicator] = {}
    for folder in (HERE, pack):
        if folder is not None and (folder / FILE).is_file():
            for key, content in read_mapping(folder / FILE).items():
                entries[key] = fill(Indicator, content, f"{FILE}, {key}")
    return Dictionary(entries)
