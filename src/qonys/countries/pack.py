"""A country pack: everything Qonys knows about one country, as a folder of data.

    territories.yaml     the nation, its units at every date, concordances, tile map      (territories.py)
    conventions.yaml     base year, age bands, publishers, known deviations               (conventions.py)
    figures/             published figures: a .yaml head and a table for each dataset     (figures/dataset.py)
    forecasts/           what others forecast, in the same pairs                          (forecasts.py)
    indicators.yaml      the country's own indicators beside the common ones, if any      (figures/indicators.py)
    policy/              norms, quotas, and the law of support with its terms and worked examples  (policy.py, support/)
    calendar.yaml        which days are worked, if the country's terms count them         (calendar.py)
    map/map.geojson      a map whose features carry the codes of the current list, if any
    scenarios/           policies worth trying, ready to be computed                      (scenarios.py)

`load("kz")` takes a built-in country, `load("path/to/folder")` any folder of this layout: a country is data,
not a fork. A page that needs names only should use `outline.outline`, which loads no tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from qonys.countries import policy
from qonys.countries.documents import definitions_document, territories_document
from qonys.countries.evidence import build_evidence, national_history
from qonys.countries.figures.checks import Check, check, demand
from qonys.countries.figures.dataset import Dataset
from qonys.countries.figures.indicators import Dictionary, Words, read_dictionary
from qonys.countries.figures.reading import read_datasets, read_figures
from qonys.countries.figures.vintages import latest
from qonys.countries.forecasts import read_forecasts, read_heads
from qonys.countries.history import annual, history_table
from qonys.countries.outline import Outline, outline
from qonys.engines.vocabulary.evidence import Evidence, NationalHistory
from qonys.engines.vocabulary.territory import Concordance, Names


@dataclass(frozen=True)
class CountryPack(Outline):
    """One country. Heavy parts are read when first asked for and kept."""

    also: Path | None = None  # a folder of figures beside the pack's own, to be checked with them

    @property
    def has_policy(self) -> bool:
        """Whether the country says by which norms and bounds it plans (see `policy.py`)."""
        return (self.folder / policy.FOLDER).is_dir()

    @property
    def concordances(self) -> tuple[Concordance, ...]:
        """Steps between neighbouring lists; `lists.concordance_from(day)` leads from any list to the current one."""
        return self.lists.concordances

    @property
    def tiles(self) -> dict[str, tuple[int, int]]:
        return dict(self.lists.tiles)

    @property
    def map(self) -> Path | None:
        """The GeoJSON of the current list, if the pack has one."""
        path = self.folder / "map" / "map.geojson"
        return path if path.is_file() else None

    @cached_property
    def dictionary(self) -> Dictionary:
        return read_dictionary(self.folder)

    @cached_property
    def datasets(self) -> tuple[Dataset, ...]:
        return read_datasets(self.folder, self.also)

    @cached_property
    def _figures(self) -> pl.DataFrame:
        return read_figures(self.folder, self.dictionary, self.lists, self.also)

    def figures(self) -> pl.DataFrame:
        """All published figures, all vintages, in the tidy shape of `figures/shape.py`. Raises BadInput."""
        return self._figures

    def definition(self, key: str) -> Words:
        """The text behind the `definition` column: an indicator's, or `indicator@dataset` for a dataset's own."""
        indicator, _, name = key.partition("@")
        own = {each.name: each.definition for each in self.datasets}.get(name)
        return own or self.dictionary.find(indicator).definition

    def check(self) -> tuple[Check, ...]:
        """What adds up and what does not; `figures.checks.lines` prints it."""
        return check(self.figures(), self.lists, self.conventions)

    @cached_property
    def _evidence(self) -> Evidence:
        demand(self.check())
        return build_evidence(self.figures(), self.lists, self.conventions)

    def evidence(self) -> Evidence:
        """What estimation stands on. Raises BadInput, SumsDisagree if a check breaks."""
        return self._evidence

    def history_by(self, publisher: str) -> NationalHistory:
        """The nation's series as one publisher alone gives them, for back-tests that must not mix sources."""
        own = annual(latest(self.figures())).filter(pl.col("publisher") == publisher)
        return national_history(own.filter(pl.col("territory") == self.lists.nation.code))

    def history_table(self) -> pl.DataFrame:
        """territory, year, indicator, value, dataset, source: the past under the names forecasts use."""
        return history_table(self.figures(), self.lists, self.conventions)

    def other_forecasts(self, *, bounds: bool = False) -> pl.DataFrame:
        """publisher, published, variant, territory, indicator, year, value, source; interval bounds if asked for."""
        return read_forecasts(self.folder, self.current, bounds=bounds)

    def publishers(self) -> dict[str, Names]:
        """Names of everybody whose figures or forecasts the pack holds."""
        known = {key: each.names.names for key, each in self.conventions.publishers.items()}
        return {**{head.publisher: head.names.names for _, head in read_heads(self.folder)}, **known}

    def territories_document(self) -> dict[str, Any]:
        """What a run's `territories.json` holds."""
        return territories_document(self.lists)

    def definitions_document(self) -> dict[str, Any]:
        """`indicators` and `publishers` of a run's `definitions.json`."""
        return definitions_document(self.dictionary, self.conventions, self.publishers())


def load(name_or_path: str | Path, also: Path | None = None) -> CountryPack:
    """The pack of a built-in country or of a folder. Raises UnknownCountry, BadInput."""
    known = outline(name_or_path)
    return CountryPack(known.folder, known.lists, known.conventions, also)
