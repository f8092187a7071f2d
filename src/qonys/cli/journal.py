"""`qonys journal`: is everything there that was written, and as it was written?"""

from __future__ import annotations

from typing import Annotated

import typer

from qonys.cli.terminal import note, set_up_django, show
from qonys.engines.vocabulary.errors import QonysError

journal_app = typer.Typer(no_args_is_help=True, help="The append-only journal: verify it, seal it.")


@journal_app.command("verify")
def journal_verify(
    seal: Annotated[list[str] | None, typer.Option(help="The hash of a seal noted earlier; may be repeated.")] = None,
) -> None:
    """Walk every stream and every seal. Ends with 1 and names the first broken entry if anything was changed."""
    _open()
    from qonys.office.foundation.journal.verification import verify

    report = verify(seal or ())
    show(map(str, report.broken))
    note(f"{report.entries:,} entries in {report.streams:,} streams, {report.seals:,} seals.")
    note(f"{report.unsealed:,} entries were written since the last seal.")
    if report.broken:
        note("The first finding is where to look; restore from a backup, and find out who could write to the database.")
        raise typer.Exit(1)
    note("Everything is as it was written.")


@journal_app.command("seal")
def journal_seal() -> None:
    """Seal what is not yet sealed; prints the hash of each new seal, to be noted elsewhere."""
    _open()
    from qonys.office.foundation.journal import sealing

    made = sealing.seal()
    show(f"seal {each.number}: {each.entries:,} entries, {each.hash}" for each in made)
    if not made:
        note("Nothing was written since the last seal.")


def _open() -> None:
    set_up_django()
    from django.db import connection

    if "journal_entry" not in connection.introspection.table_names():
        raise QonysError("This database holds no journal yet. Check QONYS_HOME and DATABASE_URL, or run `qonys serve`.")
