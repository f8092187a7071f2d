"""The rolling test: make the forecast again at every earlier date, and score it against what happened since.

The forecast is handed in as a function of the cutoff year; it must use nothing later. Scores are per cent of
the observed value, so that decades of growth can be averaged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qonys.engines.evaluation.scores import covered, crps, interval, weighted_interval_score

Floats = NDArray[np.float64]

# From 1 January of the cutoff year to samples (H, J) of the quantity 1, 2, ... H years later.
Forecast = Callable[[int], Floats]


@dataclass(frozen=True)
class Score:
    """One forecast of one method, scored. Errors and scores in per cent of what was observed."""

    method: str
    cutoff: int
    horizon: int
    observed: float
    median: float
    standardised: float  # log observed over median, over the forecast's own sd (half-width of 80 % / 1.2816)
    covered80: bool
    covered95: bool
    wis: float
    crps: float

    @property
    def error(self) -> float:
        """Forecast less observed, per cent."""
        return 100.0 * (self.median / self.observed - 1.0)


@dataclass(frozen=True)
class Summary:
    """All scores of one method at one horizon; coverage and the rest in per cent."""

    method: str
    horizon: int
    forecasts: int
    coverage80: float
    coverage95: float
    wis: float
    crps: float
    bias: float
    mape: float


@dataclass(frozen=True)
class ScoreTable:
    scores: tuple[Score, ...]

    @property
    def methods(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(score.method for score in self.scores))

    @property
    def horizons(self) -> tuple[int, ...]:
        return tuple(sorted({score.horizon for score in self.scores}))

    def of(self, method: str) -> tuple[Score, ...]:
        return tuple(score for score in self.scores if score.method == method)

    def since(self, year: int) -> ScoreTable:
        """Only the forecasts made from that year on."""
        return ScoreTable(tuple(score for score in self.scores if score.cutoff >= year))

    def summary(self) -> tuple[Summary, ...]:
        """By method and horizon, in the order of the table."""
        cells = ((method, horizon) for method in self.methods for horizon in self.horizons)
        return tuple(found for cell in cells if (found := self._summarise(*cell)) is not None)

    def _summarise(self, method: str, horizon: int) -> Summary | None:
        chosen = [score for score in self.of(method) if score.horizon == horizon]
        if not chosen:
            return None
        errors = np.array([score.error for score in chosen])
        return Summary(
            method=method,
            horizon=horizon,
            forecasts=len(chosen),
            coverage80=100.0 * float(np.mean([score.covered80 for score in chosen])),
            coverage95=100.0 * float(np.mean([score.covered95 for score in chosen])),
            wis=float(np.mean([score.wis for score in chosen])),
            crps=float(np.mean([score.crps for score in chosen])),
            bias=float(errors.mean()),
            mape=float(np.abs(errors).mean()),
        )


def rolling(
    cutoffs: Iterable[int],
    horizons: tuple[int, ...],
    forecast: Forecast,
    truth: Mapping[int, float],
    benchmarks: Mapping[str, Forecast] | None = None,
    method: str = "qonys",
) -> ScoreTable:
    """Score `forecast`, and beside it every benchmark, wherever the truth is known."""
    methods = {method: forecast, **(benchmarks or {})}
    scores: list[Score] = []
    for cutoff in cutoffs:
        due = [horizon for horizon in horizons if cutoff + horizon in truth]
        for name, make in methods.items():
            if not due:
                continue
            samples = make(cutoff)
            scores += [score_one(name, cutoff, h, samples[h - 1], truth[cutoff + h]) for h in due]
    return ScoreTable(tuple(scores))


def score_one(method: str, cutoff: int, horizon: int, samples: Floats, observed: float) -> Score:
    """The scores of samples (J,) of a positive quantity."""
    median = float(np.median(samples))
    lower, upper = interval(np.log(samples), 0.80)
    sd = (upper - lower) / (2 * 1.2815515655446004)
    relative = 100.0 * np.asarray(samples, dtype=np.float64) / observed
    return Score(
        method=method,
        cutoff=cutoff,
        horizon=horizon,
        observed=observed,
        median=median,
        standardised=float(np.log(observed / median) / sd) if sd > 0 else 0.0,
        covered80=covered(samples, observed, 0.80),
        covered95=covered(samples, observed, 0.95),
        wis=weighted_interval_score(relative, 100.0),
        crps=crps(relative, 100.0),
    )
