"""`qonys decade`: ten simulated years with the loop closed and without."""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import Annotated

import typer

from qonys.cli.terminal import note, show


def decade(
    replications: Annotated[int, typer.Option(min=2, help="How many invented countries are lived through.")] = 100,
    families: Annotated[int, typer.Option(help="Families that apply in a year.")] = 300,
    places: Annotated[int, typer.Option(help="Places they may be sent to.")] = 15,
    differ: Annotated[float, typer.Option(help="How much places differ beyond what is published, on the logit.")] = 0.5,
    explore: Annotated[float, typer.Option(help="Share placed by lot, of families to whom any place is equal.")] = 0.05,
    room: Annotated[float, typer.Option(help="Dwellings and jobs ready in a year, for each that is needed.")] = 1.15,
    exact: Annotated[
        bool, typer.Option("--exact", help="Place by one exact program instead of the engine: three times as fast.")
    ] = False,
    seed: Annotated[int, typer.Option(help="The same seed gives the same numbers.")] = 2026,
    out: Annotated[Path | None, typer.Option(help="A folder for decade.csv and decade.svg.")] = None,
) -> None:
    """Live ten years twice with the same families and the same luck: placed by what was learned, and not."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # tables of a hundred rows: threads only wait for each other
    from qonys.decade import Setting, compare
    from qonys.decade.picture import svg
    from qonys.decade.placing import by_engine, by_plan
    from qonys.decade.table import COLUMNS, lines, rows

    setting = Setting(families=families, places=places, differ=differ, explore=explore, room=room)
    found = compare(setting, replications, seed, by_plan if exact else by_engine)
    show(lines(found))
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        with (out / "decade.csv").open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            table.writeheader()
            table.writerows(rows(found))
        (out / "decade.svg").write_text(svg(found), encoding="utf-8")
        note(f"decade.csv and decade.svg written to {out}.")
