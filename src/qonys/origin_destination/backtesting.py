"""`qonys flows backtest`: the same forecast at every earlier cut-off, scored in public against persistence.

Writes predictions.csv and truth.csv (for any scorer that joins cutoff + horizon to the year; quarters and months are
running numbers, see engines/flows/periods.py), scoreboard.csv by horizon, cutoffs.csv with every cut-off by itself,
shock years included, and methods.csv with what each method did and which were demoted.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from qonys.engines.flows import periods
from qonys.engines.flows.forecast import Totals
from qonys.engines.flows.history import Bools, Floats, History, totals
from qonys.engines.flows.tidying import Records, tidy
from qonys.engines.vocabulary.errors import MissingCell
from qonys.origin_destination.forecasting import Result, make, pair_table, score_table
from qonys.origin_destination.letters import about
from qonys.origin_destination.reading import positions, read_flows
from qonys.origin_destination.writing import write

USUAL_HORIZON = {1: 3, 4: 4, 12: 12}
MOST_WARM_UP_YEARS = 10  # of history before the first cut-off, or half the record if that is less


@dataclass(frozen=True)
class Scored:
    """One cut-off and horizon: sums over the pairs, and shares of what lay within."""

    cutoff: str
    horizon: int
    pairs: int
    error: float
    persistence: float
    moves: float
    covered80: float
    covered95: float
    totals_covered80: float
    nation_covered80: float
    width80: float  # mean interval score of the pairs' 80 % intervals, as a share of all moves


def run(path: Path, folder: Path, horizon: int | None, first: int | None) -> list[str]:
    """Back-test, write, and say the scoreboard. Raises BadInput."""
    records = read_flows(path)
    with about(path.name):
        truth = tidy(records, crosswalk=False).history
    steps = USUAL_HORIZON[truth.per_year] if horizon is None else horizon
    predictions, scores, latest = [], [], None
    for cutoff in _cutoffs(truth, first):
        latest = make(tidy(records.until(cutoff)), min(steps, truth.last - cutoff), None, path.name)
        predictions.append(_predictions(latest))
        scores += [_score(latest, truth, k) for k in range(len(latest.made.windows))]
    assert latest is not None
    folder.mkdir(parents=True, exist_ok=True)
    write(pl.concat(predictions), folder / "predictions.csv")
    write(_truth(records), folder / "truth.csv")
    each = pl.DataFrame([score.__dict__ for score in scores])
    write(each, folder / "cutoffs.csv")
    board = _board(each)
    write(board, folder / "scoreboard.csv")
    write(score_table(latest), folder / "methods.csv")
    return _lines(board)


def _cutoffs(truth: History, first: int | None) -> range:
    """Period numbers of the cut-offs, each with at least one outcome."""
    warm_up = min(MOST_WARM_UP_YEARS * truth.per_year, max(truth.length // 2, 1))
    start = truth.first + warm_up - 1 if first is None else periods.number(first, truth.per_year, truth.per_year)
    cutoffs = range(max(start, truth.first), truth.last)
    if not len(cutoffs):
        raise MissingCell("no cut-off has an outcome.", value=first, remedy="Give --first an earlier year.")
    return cutoffs


def _predictions(result: Result) -> pl.DataFrame:
    return pair_table(result).with_columns(pl.lit(result.cutoff, dtype=pl.Int64).alias("cutoff"))


def _truth(records: Records) -> pl.DataFrame:
    """What was published, as given; quarters and months as running numbers in the column of the year."""
    kept = np.isfinite(records.value) & (records.value >= 0) & (records.origin != records.destination)
    names = np.array(records.regions)
    columns = {
        "origin": names[records.origin[kept]],
        "destination": names[records.destination[kept]],
        "year": records.period[kept],
        "flow": records.value[kept],
    }
    return pl.DataFrame(columns).unique(["origin", "destination", "year"], keep="first", maintain_order=True)


def _score(result: Result, truth: History, k: int) -> Scored:
    """The k-th window against what was published, over the territories known at the cut-off."""
    history, made = result.made.history, result.made
    outcome, known = _of(truth, result.cutoff + k + 1, history)
    base, _ = _of(truth, _a_year_before(result.cutoff, k + 1, truth.per_year), history)
    low80, high80, low95, high95 = made.pairs.bounds[k].reshape(4, -1)
    sides = ((made.departures, history.origin), (made.arrivals, history.destination))
    inside = [_totals_covered(each, k, totals(outcome, side, len(history.regions))) for each, side in sides]
    nation = bool(made.nation.bounds[k, 0, 0, 0] <= outcome.sum() <= made.nation.bounds[k, 0, 1, 0])
    beyond = np.maximum(low80 - outcome, 0.0) + np.maximum(outcome - high80, 0.0)
    return Scored(
        cutoff=periods.name(result.cutoff, result.per_year),
        horizon=k + 1,
        pairs=int(known.sum()),
        error=float(np.abs(made.pairs.mean[k] - outcome)[known].sum()),
        persistence=float(np.abs(base - outcome)[known].sum()),
        moves=float(outcome[known].sum()),
        covered80=_share((low80 <= outcome) & (outcome <= high80), known),
        covered95=_share((low95 <= outcome) & (outcome <= high95), known),
        totals_covered80=float(np.mean(inside)),
        nation_covered80=float(nation),
        width80=float((high80 - low80 + 10.0 * beyond)[known].sum() / max(float(outcome[known].sum()), 1e-300)),
    )


def _a_year_before(cutoff: int, step: int, per_year: int) -> int:
    """The last period known at the cut-off in the season of the target."""
    return cutoff + step - per_year * -(-step // per_year)


def _of(truth: History, period: int, history: History) -> tuple[Floats, Bools]:
    """Published flows of a period over the territories of `history`, (n,), and which were published."""
    place = positions(truth.regions, history.regions)
    at = np.zeros((len(truth.regions),) * 2, dtype=np.int64)
    at[truth.origin, truth.destination] = np.arange(truth.origin.size)
    pair = at[place[history.origin], place[history.destination]]
    return truth.flows[period - truth.first, pair], truth.known[period - truth.first, pair]


def _totals_covered(made: Totals, k: int, outcome: Floats) -> float:
    low, high = made.bounds[k, 0]
    return float(((low <= outcome) & (outcome <= high)).mean())


def _share(inside: Bools, known: Bools) -> float:
    return float(inside[known].mean()) if known.any() else float("nan")


def _board(each: pl.DataFrame) -> pl.DataFrame:
    """By horizon, over all cut-offs; relative errors are ratios of sums, the worst is a single cut-off's."""
    relative = pl.col("error") / pl.col("persistence")
    return (
        each.group_by("horizon")
        .agg(
            cutoffs=pl.len(),
            error_share=pl.col("error").sum() / pl.col("moves").sum(),
            relative_error=pl.col("error").sum() / pl.col("persistence").sum(),
            worst_relative_error=relative.max(),
            covered80=pl.col("covered80").mean(),
            worst_covered80=pl.col("covered80").min(),
            covered95=pl.col("covered95").mean(),
            totals_covered80=pl.col("totals_covered80").mean(),
            nation_covered80=pl.col("nation_covered80").mean(),
            width80=pl.col("width80").mean(),
        )
        .sort("horizon")
    )


def _lines(board: pl.DataFrame) -> list[str]:
    """A table for people."""
    heads = ("ahead", "cut-offs", "error", "relative", "worst", "80 %", "worst", "95 %", "totals 80 %", "nation 80 %")
    lines = ["  ".join(f"{head:>11}" for head in heads)]
    for row in board.iter_rows():
        cells = [f"{row[0]:>11}", f"{row[1]:>11}", *(f"{value:>11.3f}" for value in row[2:10])]
        lines.append("  ".join(cells))
    return lines
