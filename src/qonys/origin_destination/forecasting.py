"""`qonys flows forecast`: one file of flows, read, forecast and written with its totals, faults and scoreboard."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from qonys.engines.flows import periods
from qonys.engines.flows.faults import Fault
from qonys.engines.flows.forecast import Forecast, Totals, Window, forecast
from qonys.engines.flows.history import History
from qonys.engines.flows.noise import NoiseFloor, noise_floor
from qonys.engines.flows.tidying import Tidy, tidy
from qonys.engines.vocabulary.errors import BadInput
from qonys.origin_destination.letters import about
from qonys.origin_destination.reading import read_distances, read_flows
from qonys.origin_destination.writing import beside, write, write_faults

PER_YEAR = {name: count for count, name in periods.NAMES.items()}
BOUNDS = ("lo80", "hi80", "lo95", "hi95")


@dataclass(frozen=True)
class Result:
    """A forecast by the periods asked for (`per_year`), which may be longer than those of the file."""

    made: Forecast
    per_year: int
    cutoff: int  # the last complete period of that length
    faults: tuple[Fault, ...]
    floor: NoiseFloor | None


def run(path: Path, horizon: int, period: str | None, distance: Path | None, target: Path) -> Result:
    """Read, forecast, write. Raises BadInput."""
    with about(path.name):
        result = make(tidy(read_flows(path)), horizon, period, path.name)
    if distance is not None:
        # Read, so that a wrong file is noticed here too; covariates bought no accuracy in any back-test.
        read_distances(distance, result.made.history.regions)
    write_result(result, target)
    return result


def make(given: Tidy, horizon: int, period: str | None, file: str) -> Result:
    """Forecast `horizon` periods of the length asked for; without a wish, those of the file."""
    if horizon < 1:
        raise BadInput("the horizon is less than one period.", value=horizon, remedy="Give --horizon 1 or more.")
    history = given.history
    per_year = history.per_year if period is None else _per_year(period, history.per_year, file)
    cutoff, windows = _windows(history, per_year, horizon)
    return Result(forecast(history, windows), per_year, cutoff, given.faults, noise_floor(history))


def _per_year(period: str, of_file: int, file: str) -> int:
    if period not in PER_YEAR:
        raise BadInput("this is not a period.", value=period, remedy="Say year, quarter or month.")
    wanted = PER_YEAR[period]
    if wanted > of_file:
        raise BadInput(
            f"{period}s cannot be forecast from {periods.NAMES[of_file]}s.",
            where=file,
            remedy=f"Give a file with a column '{period}', or leave --period out.",
        )
    return wanted


def _windows(history: History, per_year: int, horizon: int) -> tuple[int, list[Window]]:
    """The last complete period of the length asked for, and those after it, the current one with what is known."""
    length = history.per_year // per_year
    complete, known = divmod(history.last + 1, length)
    known = min(known, history.length)
    return complete - 1, [Window(k * length + 1 - known, (k + 1) * length - known) for k in range(horizon)]


def write_result(result: Result, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    write(pair_table(result), target)
    write(total_table(result), beside(target, "totals"))
    write_faults(result.faults, beside(target, "faults"))
    write(score_table(result), beside(target, "scoreboard"))


def pair_table(result: Result) -> pl.DataFrame:
    """Every ordered pair once per horizon."""
    history = result.made.history
    origins = [history.regions[each] for each in history.origin]
    destinations = [history.regions[each] for each in history.destination]
    parts = [_rows(result, k, {"origin": origins, "destination": destinations}, result.made.pairs)
             for k in range(len(result.made.windows))]  # fmt: skip
    return pl.concat(parts)


def total_table(result: Result) -> pl.DataFrame:
    """Departures ("out") and arrivals ("in") of every territory, and all moves of the nation."""
    regions = list(result.made.history.regions)
    sides = (("out", regions, result.made.departures), ("in", regions, result.made.arrivals),
             ("all", [""], result.made.nation))  # fmt: skip
    parts = [
        _rows(result, k, {"region": names, "direction": [side] * len(names)}, totals)
        for k in range(len(result.made.windows))
        for side, names, totals in sides
    ]
    return pl.concat(parts)


def _rows(result: Result, k: int, places: dict[str, list[str]], totals: Totals) -> pl.DataFrame:
    """Rows of the k-th window; longer periods than a year's say which quarter or month they are."""
    count, target = totals.mean.shape[1], result.cutoff + k + 1
    cutoff = int(result.cutoff) if result.per_year == 1 else periods.name(result.cutoff, result.per_year)
    bounds = totals.bounds[k].reshape(4, count)
    columns = {"cutoff": [cutoff] * count, "horizon": [k + 1] * count, **places, "yhat": totals.mean[k]}
    columns |= dict(zip(BOUNDS, bounds, strict=True))
    if result.per_year > 1:
        columns["year"] = [periods.year_of(target, result.per_year)] * count
        columns[periods.NAMES[result.per_year]] = [periods.part_of(target, result.per_year)] * count
    return pl.DataFrame(columns)


def score_table(result: Result) -> pl.DataFrame:
    """What every candidate missed relative to persistence at earlier cut-offs, its weight now and its standing."""
    rows = [
        (step, name, _number(weights.relative_error[k]), weights.vintages, float(weights.weight[k]),
         str(weights.standing[k]))
        for step, weights in enumerate(result.made.weights, start=1)
        for k, name in enumerate(result.made.candidates)
    ]  # fmt: skip
    head = ("steps_ahead", "method", "error_relative_to_persistence", "vintages", "weight", "standing")
    types = (pl.Int64, pl.String, pl.Float64, pl.Int64, pl.Float64, pl.String)
    return pl.DataFrame(rows, schema=dict(zip(head, types, strict=True)), orient="row")


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def summary(result: Result) -> list[str]:
    """What a person should know at once: the faults, who was heard, and how low errors can go."""
    lines = [f"fault: {fault}" for fault in result.faults]
    first = result.made.weights[0]
    heard = [f"{name} {weight:.2f}" for name, weight in zip(result.made.candidates, first.weight, strict=True)
             if weight >= 0.005]  # fmt: skip
    demoted = [name for name, standing in zip(result.made.candidates, first.standing, strict=True)
               if standing == "demoted"]  # fmt: skip
    lines.append(f"one step ahead: {', '.join(heard)}; demoted, persistence being as good: {', '.join(demoted) or '-'}")
    if result.floor is not None:
        lines.append(
            f"noise floor: {result.floor.unavoidable:.1%} of all moves cannot be foreseen by anybody; "
            f"persistence missed {result.floor.persistence:.1%}."
        )
    return lines
