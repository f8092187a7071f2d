"""`qonys flows nowcast`: the flows of the current year from its totals, or from the part of it that is known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from qonys.engines.flows.faults import Fault, Kind
from qonys.engines.flows.history import Floats, History, matrix, pair_positions
from qonys.engines.flows.nowcast import LEAST, Nowcast, nowcast
from qonys.engines.flows.tidying import joined, tidy
from qonys.engines.flows.two_margins import rake, reconciled
from qonys.engines.vocabulary.errors import BadInput
from qonys.origin_destination.forecasting import BOUNDS, make, pair_table, write_result
from qonys.origin_destination.letters import about
from qonys.origin_destination.reading import Margins, read_flows, read_margins
from qonys.origin_destination.writing import beside, write, write_faults


def run(flows: Path, margins: Path | None, partial: Path | None, target: Path) -> list[str]:
    """Read, nowcast, write; says what was found. Raises BadInput."""
    if margins is None and partial is None:
        raise BadInput("nothing is known of the current year.", remedy="Give MARGINS.csv, or --partial PART.csv.")
    target.parent.mkdir(parents=True, exist_ok=True)
    if partial is None:
        assert margins is not None
        return _from_margins(flows, margins, target)
    return _from_part(flows, partial, margins, target)


def _from_margins(flows: Path, margins: Path, target: Path) -> list[str]:
    with about(flows.name):
        given = tidy(read_flows(flows))
    history, told = given.history.yearly(), read_margins(margins)
    history = history.over(tuple(sorted({*history.regions, *told.regions})))
    years = [year for year in told.years if year > history.last]
    if not years:
        raise BadInput(
            f"the totals end in {told.years[-1]}, and the flows are known to {history.last}.",
            where=margins.name,
            remedy="Give the arrivals and departures of a later year.",
        )
    parts, faults, lines = [], list(given.faults), []
    for year in years:
        with about(f"{margins.name}, {year}"):
            gone, come, fault = _margins_of(told, history.regions, year, margins.name)
            now = nowcast(history, gone, come, year - history.last)
        faults += fault
        parts.append(_table(history, now, year))
        lines.append(f"{year}: raked to its totals; error of earlier such nowcasts {now.relative_error:.2f} "
                     f"of persistence's.")  # fmt: skip
    write(pl.concat(parts), target)
    write_faults(faults, beside(target, "faults"))
    return [f"fault: {fault}" for fault in faults] + lines


def _margins_of(told: Margins, regions: tuple[str, ...], year: int, file: str) -> tuple[Floats, Floats, list[Fault]]:
    gone, come = told.of(regions, year, file)
    gone, come, gap = reconciled(gone, come)
    if gap < 1e-9:
        return gone, come, []
    found = f"Arrivals and departures of {year} differ by {gap:.2%} in total."
    done = "Both are scaled to their mean: everybody who leaves arrives."
    return gone, come, [Fault(Kind.MARGINS_DISAGREE, str(year), "", "", found, done, 0)]


def _table(history: History, now: Nowcast, year: int) -> pl.DataFrame:
    count = now.flows.size
    return pl.DataFrame(
        {
            "cutoff": [history.last] * count,
            "horizon": [year - history.last] * count,
            "origin": [history.regions[each] for each in history.origin],
            "destination": [history.regions[each] for each in history.destination],
            "yhat": now.flows,
            **dict(zip(BOUNDS, now.bounds.reshape(4, count), strict=True)),
        }
    )


def _from_part(flows: Path, partial: Path, margins: Path | None, target: Path) -> list[str]:
    """The current year: what is known of it plus the forecast of the rest, raked to its totals if they are known."""
    older, newer = read_flows(flows), read_flows(partial)
    if older.per_year == 1:
        raise BadInput("part of a year cannot be told from yearly flows.", where=flows.name,
                       remedy="Give flows by quarter or month.")  # fmt: skip
    with about(f"{flows.name} with {partial.name}"):
        given = tidy(joined(older, newer))
    if (given.history.last + 1) % given.history.per_year == 0:
        raise BadInput("the year is complete.", where=partial.name, remedy="Add it to the flows and forecast the next.")
    result = make(given, 1, "year", flows.name)
    if margins is None:
        write_result(result, target)
        return [f"fault: {fault}" for fault in given.faults] + [f"{result.cutoff + 1}: the known part and the rest."]
    history, year = given.history, result.cutoff + 1
    origin, destination = pair_positions(len(history.regions))
    said = result.made.pairs.mean[0]
    with about(f"{margins.name}, {year}"):
        gone, come, faults = _margins_of(read_margins(margins), history.regions, year, margins.name)
        raked = rake(matrix(said + LEAST, len(history.regions)), gone, come)[origin, destination]
    moved = (raked + LEAST) / (said + LEAST)  # the intervals move with the flows they surround
    table = pair_table(result).with_columns(yhat=pl.Series(raked), **{
        bound: pl.Series(np.asarray(values) * moved)
        for bound, values in zip(BOUNDS, result.made.pairs.bounds[0].reshape(4, -1), strict=True)
    })  # fmt: skip
    write(table, target)
    write_faults([*given.faults, *faults], beside(target, "faults"))
    return [f"fault: {fault}" for fault in (*given.faults, *faults)] + [f"{year}: raked to its totals."]
