"""All figures of a pack as one tidy frame: every `figures/*.yaml` head with the table beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl

from qonys.countries.figures.dataset import Dataset, read_head, table_of
from qonys.countries.figures.indicators import Dictionary
from qonys.countries.figures.sdmx_messages import read_sdmx
from qonys.countries.figures.shape import shape
from qonys.countries.figures.tables import read_table
from qonys.countries.figures.vintages import refuse_conflicts
from qonys.countries.figures.wpp_files import read_wpp
from qonys.countries.territories import TerritoryLists
from qonys.engines.vocabulary.errors import UnreadableFile


def _read_tidy(path: Path, dataset: Dataset) -> pl.DataFrame:
    return read_table(path, dataset.sheet)


READERS: Mapping[str, Callable[[Path, Dataset], pl.DataFrame]] = {
    "tidy": _read_tidy,
    "wpp": read_wpp,
    "sdmx": read_sdmx,
}


def read_datasets(pack: Path, also: Path | None = None) -> tuple[Dataset, ...]:
    """The heads of all datasets of a pack, then of another folder. Raises BadInput; UnreadableFile if it has none."""
    return tuple(read_head(head) for head in _heads(pack, also))


def _heads(pack: Path, also: Path | None) -> list[Path]:
    heads = sorted((pack / "figures").glob("*.yaml"))
    if not heads:
        raise UnreadableFile(
            "the pack has no figures.",
            where=f"{pack.name}/figures",
            remedy="Add a .yaml head and a table for each dataset.",
        )
    return [*heads, *(sorted(also.glob("*.yaml")) if also else ())]


def read_dataset(head: Path, dictionary: Dictionary, lists: TerritoryLists) -> pl.DataFrame:
    """One dataset in the tidy shape. Raises BadInput."""
    dataset = read_head(head)
    table = table_of(head, dataset)
    return shape(READERS[dataset.layout](table, dataset), dataset, f"figures/{table.name}", dictionary, lists)


def read_figures(pack: Path, dictionary: Dictionary, lists: TerritoryLists, also: Path | None = None) -> pl.DataFrame:
    """All datasets of a pack, and of another folder of such pairs, all vintages. Raises BadInput."""
    frames = [read_dataset(head, dictionary, lists) for head in _heads(pack, also)]
    figures = pl.concat(frames)
    refuse_conflicts(figures)
    return figures
