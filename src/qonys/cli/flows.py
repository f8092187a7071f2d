"""`qonys flows`: who moves from where to where."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qonys.cli.terminal import note

flows_app = typer.Typer(no_args_is_help=True, help="Flows between territories: nowcast, forecast, estimate, back-test.")

FlowFile = Annotated[Path, typer.Argument(help="origin, destination, year[, quarter | month], flow.")]


@flows_app.command("forecast")
def flows_forecast(
    flows: FlowFile,
    horizon: Annotated[int, typer.Option(min=1, help="How many periods ahead.")],
    out: Annotated[Path, typer.Option(help="Where the forecast goes; faults, totals and scoreboard stand beside it.")],
    distance: Annotated[Path | None, typer.Option(help="origin, destination, distance_km.")] = None,
    period: Annotated[str | None, typer.Option(help="year, quarter or month; that of the file if left out.")] = None,
    by: Annotated[str | None, typer.Option(help="A column that divides the file: each part is forecast alone.")] = None,
) -> None:
    """Forecast every pair with intervals; arrivals, departures, nation, quarters and years add up exactly."""
    from qonys.origin_destination import forecasting, partitions

    if by is not None:
        for line in partitions.run(flows, by.lower(), horizon, period, out):
            note(line)
        return
    result = forecasting.run(flows, horizon, period, distance, out)
    for line in forecasting.summary(result):
        note(line)
    if distance is not None:
        note("the distances were checked, not used: no covariate earned its place in a back-test.")
    note(f"{len(result.made.windows)} periods ahead, written to {out}.")


@flows_app.command("nowcast")
def flows_nowcast(
    flows: FlowFile,
    out: Annotated[Path, typer.Option(help="Where the nowcast goes.")],
    margins: Annotated[Path | None, typer.Argument(help="region, year, in, out of the years to be told.")] = None,
    partial: Annotated[Path | None, typer.Option(help="The quarters or months known so far, as in the flows.")] = None,
) -> None:
    """Tell the current year's flows from its arrivals and departures, or from the part of it that is known."""
    from qonys.origin_destination import nowcasting

    for line in nowcasting.run(flows, margins, partial, out):
        note(line)


@flows_app.command("estimate")
def flows_estimate(
    margins: Annotated[Path, typer.Argument(help="region, year, in, out.")],
    out: Annotated[Path, typer.Option(help="Where origin, destination, year, flow, lo80, hi80 go.")],
    distance: Annotated[Path | None, typer.Option(help="origin, destination, distance_km.")] = None,
    prior: Annotated[Path | None, typer.Option(help="A table of flows of other years.")] = None,
    known: Annotated[Path | None, typer.Option(help="Flows that were counted; they are kept as they are.")] = None,
) -> None:
    """Estimate flows where only arrivals and departures are published."""
    from qonys.origin_destination import estimating

    for line in estimating.run(margins, distance, prior, known, out):
        note(line)


@flows_app.command("backtest")
def flows_backtest(
    flows: FlowFile,
    out: Annotated[Path, typer.Option(help="A folder for predictions, truth and scoreboard.")],
    horizon: Annotated[int | None, typer.Option(min=1, help="How many periods ahead.")] = None,
    first: Annotated[int | None, typer.Option(help="The year of the first cut-off.")] = None,
) -> None:
    """Make the forecast again at every earlier cut-off, and score it in public against persistence."""
    from qonys.origin_destination import backtesting

    for line in backtesting.run(flows, out, horizon, first):
        typer.echo(line)
