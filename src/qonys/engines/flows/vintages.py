"""The same forecast made again at every earlier cut-off: what weights and intervals are learnt from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qonys.engines.flows.candidates import Candidate
from qonys.engines.flows.combination import FEWEST_VINTAGES, Weights, relative_errors, weigh
from qonys.engines.flows.history import Floats, History

MOST_YEARS = {1: 30, 4: 10, 12: 6}  # of earlier cut-offs, by periods per year
CELLS_AT_ONCE = 6e7  # candidates x vintages x steps x pairs held in memory: about 0.5 GB
FEWEST_CUTOFFS = 6
FARTHEST_YEARS = 2
FARTHEST_STEPS = 8  # or FARTHEST_YEARS if that is more; beyond, the last learnt year is repeated


@dataclass(frozen=True)
class Vintages:
    """The combination at every cut-off (positions), the last being now: (V, H, n); the weights of now by step."""

    cutoffs: tuple[int, ...]
    combined: Floats
    weights: tuple[Weights, ...]
    per_year: int

    def at(self, place: int, step: int) -> Floats:
        """Flows (n,) of one cut-off and step; beyond the last learnt year its seasons are repeated."""
        learnt = self.combined.shape[1]
        if step > learnt:
            step = learnt - self.per_year + 1 + (step - learnt - 1) % self.per_year
        return np.asarray(self.combined[place, step - 1])


def vintages(history: History, steps: int, candidates: Sequence[Candidate]) -> Vintages:
    """Candidates tried, weighed and combined at every cut-off, each with nothing but what was known then."""
    lag = history.per_year
    steps = max(min(steps, max(FARTHEST_STEPS, FARTHEST_YEARS * lag)), lag)
    cutoffs = _cutoffs(history, steps, len(candidates))
    said = np.stack([candidate.forecast(history, cutoffs, steps) for candidate in candidates], axis=1)
    prior = np.array([candidate.prior for candidate in candidates])
    combined = np.empty((len(cutoffs), steps, history.flows.shape[1]))
    weights: list[Weights] = []
    for step in range(1, steps + 1):
        record = _record(history, said, cutoffs, step)
        for place, cutoff in enumerate(cutoffs):
            known = [p for p, earlier in enumerate(cutoffs) if earlier + step <= cutoff]
            verdict = weigh(record[known], prior, overlap=step, per_year=lag)
            if place == len(cutoffs) - 1:
                # Too far ahead to have been tried often enough: the verdict of the step before stands.
                weights.append(verdict if verdict.vintages >= FEWEST_VINTAGES or not weights else weights[-1])
                verdict = weights[-1]
            combined[place, step - 1] = verdict.weight @ said[place, :, step - 1]
    return Vintages(tuple(cutoffs), combined, tuple(weights), lag)


def _cutoffs(history: History, steps: int, candidates: int) -> list[int]:
    """Positions of the cut-offs, the last one being the end of the history."""
    lag, last = history.per_year, history.length - 1
    room = int(CELLS_AT_ONCE / (candidates * steps * history.flows.shape[1]))
    most = min(MOST_YEARS[lag] * lag, max(room, FEWEST_CUTOFFS + steps))
    start = 1 if lag == 1 else 2 * lag - 1
    return list(range(min(max(start, last - most), last), last + 1))


def _record(history: History, said: Floats, cutoffs: Sequence[int], step: int) -> Floats:
    """Relative errors (V, K) of the candidates `step` ahead; NaN where the outcome is not known."""
    record = np.full(said.shape[:2], np.nan)
    for place, cutoff in enumerate(cutoffs):
        due = cutoff + step
        if due < history.length:
            record[place] = relative_errors(said[place, :, step - 1], history.flows[due], history.known[due])
    return record
