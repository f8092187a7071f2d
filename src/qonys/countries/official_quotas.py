"""Official quotas as they were decided, by year, stream and version: the `official` part of `policy/quotas.yaml`.

Planning compares its proposals with them; a family asks whether the region it thinks of takes anybody this year.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from pydantic import BaseModel, model_validator

from qonys.countries.dated import FOLDER, Frozen
from qonys.countries.figures.indicators import Text, Words
from qonys.countries.filling import fill
from qonys.countries.yaml_files import read_mapping
from qonys.engines.vocabulary.territory import Names

FILE = "quotas.yaml"


class Official(Frozen):
    """A quota as it was decided: by region where that was published, else its total alone."""

    year: int
    stream: str
    version: str
    source: Text
    since: date | None = None
    total: int | None = None
    lines: Mapping[str, int] = {}

    @property
    def persons(self) -> int:
        return sum(self.lines.values()) if self.total is None else self.total

    @property
    def complete(self) -> bool:
        """Every region's part was published."""
        return bool(self.lines) and sum(self.lines.values()) == self.persons

    @model_validator(mode="after")
    def _does_not_exceed_its_total(self) -> Official:
        if self.total is not None and sum(self.lines.values()) > self.total:
            raise ValueError(f"the lines of {self.stream} {self.year} sum to more than their total {self.total}")
        return self


class _Part(Frozen):
    official: tuple[Official, ...] = ()


class _Stream(BaseModel):
    names: Words


class _Streams(Frozen):
    streams: Mapping[str, _Stream] = {}


def latest(quotas: Sequence[Official], stream: str, year: int) -> Official | None:
    """The last version of a year's quota with regional lines, or failing that of its total."""
    found = [each for each in quotas if each.stream == stream and each.year == year]
    detailed = [each for each in found if each.lines]
    return (detailed or found)[-1] if found else None


def read_official(pack: Path) -> tuple[Official, ...]:
    """The official quotas of a pack, without anything else of planning; none if it has no quotas. Raises BadInput."""
    path = pack / FOLDER / FILE
    if not path.is_file():
        return ()
    content = {"official": read_mapping(path).get("official", ())}
    return fill(_Part, content, f"{FOLDER}/{FILE}").official


def read_streams(pack: Path) -> Mapping[str, Names]:
    """What a quota may be of (kandas, resettlers, categories of foreign labour, ...), in the pack's order."""
    path = pack / FOLDER / FILE
    if not path.is_file():
        return {}
    content = {"streams": read_mapping(path).get("streams", {})}
    return {key: each.names.names for key, each in fill(_Streams, content, f"{FOLDER}/{FILE}").streams.items()}
