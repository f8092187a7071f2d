"""`qonys registers`: are the registers in order, and what do they count?"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from qonys.cli.terminal import note, set_up_django, show
from qonys.engines.vocabulary.errors import QonysError

registers_app = typer.Typer(no_args_is_help=True, help="The registers: look after them, count them.")


@registers_app.command("figures")
def registers_figures(
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="A 1 January; without it, the last one.")
    ] = None,
) -> None:
    """Count the registers, rounded so that nobody is told of, as figures a pack can take; prints the folder."""
    _open()
    from qonys.office.planning.estimates.services import write_figures

    folder = write_figures(on.date() if on else None, lambda share, stage: note(f"{share:4.0%}  {stage}"))
    note(f"Check them beside the country's own: qonys figures check --also {folder}")
    typer.echo(folder)


@registers_app.command("check")
def registers_check() -> None:
    """Look for rows that contradict each other. Ends with 1 and names them by their numbers if there are any."""
    _open()
    from qonys.office.registers.inspection import findings

    broken = 0
    for each in findings():
        broken += bool(each.rows)
        show([f"{'BREAKS' if each.rows else 'holds':6}  {each.rule}{each.told}"])
    if broken:
        note("Correct them through the office, so that the journal tells of it; numbers are those of the rows.")
        raise typer.Exit(1)


def _open() -> None:
    set_up_django()
    from django.db import connection
    from django.utils import translation

    translation.activate("en")  # like every command
    if "persons_person" not in connection.introspection.table_names():
        raise QonysError(
            "This database holds no registers yet. Check QONYS_HOME and DATABASE_URL, or run `qonys serve`."
        )
