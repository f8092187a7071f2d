"""`qonys place`: families to places."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qonys.cli.terminal import note
from qonys.engines.vocabulary.errors import UnreadableFile

FINE = 5e-6  # who names a time wants it used


def place(
    families: Annotated[Path, typer.Argument(help="family, need_<resource> ...: CSV or Parquet.")],
    places: Annotated[Path, typer.Argument(help="place, resource, capacity.")],
    gains: Annotated[Path, typer.Argument(help="family, place, value; or .npy, families x places, NaN: not allowed.")],
    out: Annotated[Path, typer.Option(help="Where family, place go; an empty place: unplaced.")],
    report: Annotated[Path, typer.Option(help="Where value, bound, gap, prices go, as JSON.")],
    seconds: Annotated[
        float | None,
        typer.Option(min=0.1, help="How long to look; without it 20 at most, less where 0.004 % is proven."),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same plan.")] = 0,
) -> None:
    """Place families where they gain most together, within every capacity, with a bound no plan can exceed."""
    import resource
    import time

    from qonys import placing
    from qonys.engines.matching import Budget, solve, warm_up

    for path in (out, report):
        if not path.absolute().parent.is_dir():
            raise UnreadableFile("there is no such folder.", where=str(path.parent), remedy="Make it first.")
    began = time.monotonic()
    given = placing.read(families, places, gains)
    reading = time.monotonic() - began
    warm_up()  # what was never compiled on this machine is compiled now, outside the time given
    budget = Budget(clock=time.monotonic) if seconds is None else Budget(seconds, time.monotonic, gap=FINE)
    began = time.monotonic()
    plan = solve(given.problem, seed=seed, budget=budget)
    took = time.monotonic() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    placing.write(given, plan, out)
    placing.write_report(placing.report(plan, seed, took, reading, peak), report)
    note(
        f"{plan.placed} of {len(given.families)} families placed, worth {plan.value:,.2f}; no plan is worth more than "
        f"{plan.bound:,.2f} (gap {plan.gap:.4%}); {took:.1f} s."
    )
