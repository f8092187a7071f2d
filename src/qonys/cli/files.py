"""`qonys files`: is every file that was handed in still as it was?"""

from __future__ import annotations

import typer

from qonys.cli.terminal import note, set_up_languages, show

files_app = typer.Typer(no_args_is_help=True, help="Files that were handed in: verify them.")


@files_app.command("verify")
def files_verify() -> None:
    """Read every file and compare its digest. Ends with 1 and names what is missing or damaged."""
    set_up_languages()
    from qonys.office.foundation.files import selectors

    damaged = list(selectors.verify())
    show(map(str, damaged))
    if damaged:
        note("Put these back from a backup: the name on disk begins with the digest of what should be in it.")
        raise typer.Exit(1)
    note("Every file is as it was handed in.")
