"""The head of a dataset: a small YAML file that says what the table beside it means.

    figures/bns-population.yaml     who published it, when, which vintage, what the columns are
    figures/bns-population.csv      the figures (or .xlsx, .xml, .json)

To update a pack, drop a new pair of files into `figures/`; nothing else changes. Keys of the head:

    publisher, source, published_on, vintage   required; `published_on_exact: false` if the day is assumed
    title, licence, quality, note              words for readers
    definition      {kk: .., ru: .., en: ..}   if it differs from the indicator's own
    layout          tidy (default), wpp (a CSV of World Population Prospects as the UN publishes it), sdmx
    file, sheet                                if the table is not <name>.csv, or not on the first sheet
    columns         {heading: column}          our columns are indicator, territory, period, sex, age, value and,
                                               for rows with a vintage of their own, source, published_on, vintage
    codes           {column: {theirs: ours}}
    values          {heading: {indicator: births, sex: both}, ...}     a table with several value columns
    defaults        {column: value of every row}
    territories     [{until: 2016, list: 1998-01-01}, ...]    on which list the table was counted, by year
    complete_ages   [0, 100]                   every single age must be there, the last one open
    variant         Medium                     which variant of a WPP file
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict

from qonys.countries.figures.indicators import Words
from qonys.countries.filling import fill
from qonys.countries.yaml_files import read_mapping
from qonys.engines.vocabulary.errors import UnreadableFile

KINDS = (".csv", ".csv.gz", ".xlsx", ".xml", ".json")


def _as_text(value: object) -> object:
    """YAML reads 2025 as a number and 2025-01-01 as a day; in a table both are text."""
    return str(value) if isinstance(value, int | float | date) and not isinstance(value, bool) else value


Text = Annotated[str, BeforeValidator(_as_text)]


class ListOf(BaseModel):
    """Up to the year `until` (open if absent), codes belong to the list that came into force on `list`."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    until: int | None = None
    list: date


class Dataset(BaseModel):
    """The head of one dataset."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str
    publisher: str
    source: str
    published_on: date
    vintage: Text
    published_on_exact: bool = True
    title: Words | None = None
    licence: str = ""
    quality: str = ""
    note: str = ""
    definition: Words | None = None
    layout: Literal["tidy", "wpp", "sdmx"] = "tidy"
    file: str | None = None
    sheet: str | None = None
    columns: Mapping[Text, Text] = {}
    codes: Mapping[Text, Mapping[Text, Text]] = {}
    values: Mapping[Text, Mapping[Text, Text]] = {}
    defaults: Mapping[Text, Text] = {}
    territories: tuple[ListOf, ...] = ()
    complete_ages: tuple[int, int] | None = None
    variant: str = "Medium"

    def list_date(self, day: date) -> date:
        """The day whose list of units the codes of that day's figures belong to."""
        for rule in self.territories:
            if rule.until is None or day.year <= rule.until:
                return rule.list
        return day


def read_head(path: Path) -> Dataset:
    """The head in a YAML file. Raises BadInput."""
    content = {"name": path.stem, **read_mapping(path)}
    return fill(Dataset, content, path.name)


def table_of(head: Path, dataset: Dataset) -> Path:
    """The table beside a head. Raises UnreadableFile if there is none."""
    names = [dataset.file] if dataset.file else [f"{head.stem}{kind}" for kind in KINDS]
    for name in names:
        if (head.parent / name).is_file():
            return head.parent / name
    raise UnreadableFile(
        "there is no table beside this head.",
        where=head.name,
        value=names,
        remedy="Put the table there, or drop both.",
    )
