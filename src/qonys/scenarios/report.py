"""Two scenarios side by side, said and kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from qonys.countries.scenarios import document
from qonys.engines.projection.levers import Difference, Outcome
from qonys.engines.projection.levers.outcome import STOCKS
from qonys.engines.vocabulary.errors import UnknownIndicator
from qonys.engines.vocabulary.scenario import Scenario
from qonys.scenarios import tables
from qonys.scenarios.words import FLOWS, LANGUAGES, Speaker
from qonys.scenarios.workbench import Workbench

MOST_CHANGED = 3  # territories named beside the nation
WORDS_FOR_BASELINE = Scenario().title


@dataclass(frozen=True)
class Report:
    """What `other` changes against `one`, the baseline where it is None."""

    bench: Workbench
    one: Scenario | None
    other: Scenario
    before: Outcome
    after: Outcome
    differences: tuple[Difference, ...]

    def lines(self, language: str) -> Iterator[str]:
        """The titles, then for each indicator what changes in the last year: the nation and who changes most."""
        speaker = Speaker(self.bench.country, language)
        before = self.one.title if self.one else WORDS_FOR_BASELINE
        yield f"{before.in_language(language)} → {self.other.title.in_language(language)}"
        for each in self.differences:
            year = int(each.years[-1])
            yield from speaker.changes(each, year, tables.changed_most(each, year, MOST_CHANGED))

    def tables(self) -> dict[str, pl.DataFrame]:
        """Every table by name: `before` and `indicators` are of `one` and `other`."""
        return {
            "before": tables.indicators(self.before),
            "indicators": tables.indicators(self.after),
            "differences": tables.differences(self.differences),
            "strengths": tables.strengths(self.other),
        }

    def settings(self) -> dict[str, object]:
        """What was compared, and what with: `scenario.json`."""
        return {
            "country": self.bench.country.code,
            "seed": self.bench.seed,
            "trajectories": self.bench.baseline.trajectories,
            "deterministic": self.bench.baseline.streams is None,
            "until": self.bench.until,
            "inputs": [{"path": path, "sha256": digest} for path, digest in self.bench.country.inputs()],
            "compared_with": document(self.one) if self.one else None,
            "scenario": document(self.other),
        }

    def write(self, folder: Path) -> None:
        """The tables as Parquet, scenario.json, summary.kk/ru/en.txt."""
        words = {f"summary.{language}.txt": "\n".join(self.lines(language)) for language in LANGUAGES}
        tables.write(folder, self.tables(), {"scenario.json": self.settings(), **words})


def report(
    bench: Workbench,
    one: Scenario | None,
    other: Scenario,
    indicators: tuple[str, ...] = (),
    before: Outcome | None = None,
) -> Report:
    """What `other` changes in some indicators, or in all; `before`: the outcome of `one` where it is known already."""
    known = before or bench.outcome(one)
    after = bench.outcome(other)
    changed = bench.compare(known, after, indicators or after.indicators)
    return Report(bench, one, other, known, after, changed)


def wanted_indicators(text: str) -> tuple[str, ...]:
    """Names with commas between. Raises UnknownIndicator."""
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    known = (*STOCKS, *sorted(FLOWS))
    for name in names:
        if name not in known:
            raise UnknownIndicator(
                "no scenario computes that.",
                where="--indicators",
                value=name,
                remedy=f"Choose from {', '.join(known)}.",
            )
    return names
