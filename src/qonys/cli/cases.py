"""`qonys cases`: does every row stand where its journal ends?"""

from __future__ import annotations

from typing import Annotated

import typer

from qonys.cli.terminal import note, set_up_django, show

cases_app = typer.Typer(no_args_is_help=True, help="Cases: check that their rows are what their journals say.")


@cases_app.callback()
def cases() -> None:
    """A group, also while it has one command."""


@cases_app.command("check")
def cases_check(
    repair: Annotated[bool, typer.Option("--repair", help="Write the rows anew from the journal.")] = False,
) -> None:
    """Fold every journal again and compare. Ends with 1 if a row differs and was not repaired."""
    set_up_django()
    from qonys.office.casework.cases import checks, services

    found = list(checks.astray())
    show(map(str, found))
    if repair:
        for each in found:
            services.refresh(each.case)
        note(f"{len(found):,} rows were written anew from their journals.")
    elif found:
        note(
            f"{len(found):,} rows differ. Verify the journal first (qonys journal verify), then run this with --repair."
        )
        raise typer.Exit(1)
    else:
        note("Every row is what its journal says.")
