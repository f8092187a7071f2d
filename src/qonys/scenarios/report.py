"""Two scenarios side by side, said and kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

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
    outcome: Outcome  # of `other`
    differences: tuple[Difference, ...]

    def lines(self, language: str) -> Iterator[str]:
        """The titles, then for each indicator what changes in the last year: the nation and who changes most."""
        speaker = Speaker(self.bench.country, language)
        before = self.one.title if self.one else WORDS_FOR_BASELINE
        yield f"{before.in_language(language)} → {self.other.title.in_language(language)}"
        for each in self.differences:
            year = int(each.years[-1])
            yield from speaker.changes(each, year, tables.changed_most(each, year, MOST_CHANGED))

    def write(self, folder: Path) -> None:
        """indicators.parquet, differences.parquet, strengths.csv, scenario.json, summary.kk/ru/en.txt."""
        settings = {
            "country": self.bench.country.code,
            "seed": self.bench.seed,
            "trajectories": self.bench.baseline.trajectories,
            "deterministic": self.bench.baseline.streams is None,
            "until": self.bench.until,
            "inputs": [{"path": path, "sha256": digest} for path, digest in self.bench.country.inputs()],
            "compared_with": tables.document(self.one) if self.one else None,
            "scenario": tables.document(self.other),
        }
        tables.write(
            folder,
            {
                "indicators.parquet": tables.indicators(self.outcome),
                "differences.parquet": tables.differences(self.differences),
                "strengths.csv": tables.strengths(self.other),
            },
            {"scenario.json": settings}
            | {f"summary.{language}.txt": "\n".join(self.lines(language)) for language in LANGUAGES},
        )


def report(bench: Workbench, one: Scenario | None, other: Scenario, indicators: tuple[str, ...]) -> Report:
    before, after = bench.outcome(one), bench.outcome(other)
    return Report(bench, one, other, after, bench.compare(before, after, indicators))


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
