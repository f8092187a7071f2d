"""`qonys backup`, `qonys restore`, `qonys database move`: the whole office in one file, or in another database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from qonys.cli.terminal import note, set_up_django
from qonys.engines.vocabulary.errors import QonysError

database_app = typer.Typer(no_args_is_help=True, help="The database of the office.")

File = Annotated[Path, typer.Argument(help="The backup, such as qonys-2026-11-23.tar.zst.")]
Words = Annotated[
    Path | None,
    typer.Option("--passphrase-file", help="A file whose first line is the passphrase; else it is asked for."),
]


def backup(
    file: File,
    encrypt: Annotated[bool, typer.Option("--encrypt", help="Encrypt with a passphrase.")] = False,
    passphrase_file: Words = None,
    with_runs: Annotated[
        bool, typer.Option("--with-runs", help="Forecasts and comparisons too; they are large.")
    ] = False,
) -> None:
    """Write everything that cannot be computed again to one file, while people work."""
    home = _home()
    import os

    from qonys.office.foundation.archive import keeping

    words = _new_words(passphrase_file) if encrypt or passphrase_file else ""
    told = keeping.told_settings(os.environ)
    with _progress() as step, _disk(file):
        kept = keeping.back_up(file, home, settings=told, passphrase=words, with_runs=with_runs, told=step)
    note(f"{kept.rows:,} rows of {kept.tables} tables and {kept.files:,} files are in {file}, {_size(file)}.")
    if kept.not_kept:
        note(f"Not in it, since they belong to no model: {', '.join(kept.not_kept)}.")
    if not words:
        note("It is not encrypted and holds personal data: keep it where nobody else reads, or say --encrypt.")
    note("Keep secret_key (or QONYS_SECRET_KEY) apart from it: recovery codes count only with the same key.")
    note("The newest seal of the journal in it:" if kept.seal else "The journal in it has no seal yet.")
    typer.echo(kept.seal or "none")


def restore(
    file: File,
    replace: Annotated[bool, typer.Option("--replace", help="Even if there is an office already.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Only read it and compare every hash; change nothing.")
    ] = False,
    passphrase_file: Words = None,
) -> None:
    """Bring the office back from a backup: all of it, verified, or nothing."""
    home = _home()
    from django.core.management import call_command

    from qonys.office.foundation.archive import envelope, restoring

    words = _words(passphrase_file) if envelope.needs_words(file) else ""
    if check:
        told = restoring.check(file, passphrase=words)
        note(
            f"Whole: {told.rows:,} rows of {len(told.tallies)} tables, {told.files:,} files, made {told.head['made']}."
        )
        return
    with _progress() as step, _disk(home):
        done = restoring.restore(file, home, passphrase=words, over=replace, told=step)
    call_command("migrate", verbosity=0)  # forward, if the backup was made by an older Qonys
    _tell(done, home)


def _tell(done: Any, home: Path) -> None:
    import os

    from qonys.office.foundation.archive.keeping import told_settings

    told = done.reading
    note(f"{told.rows:,} rows of {len(told.tallies)} tables and {told.files:,} files of {told.head['made']} are back.")
    note(f"The journal verifies: {done.journal.entries:,} entries in {done.journal.streams:,} streams.")
    if done.replaced:
        note(f"What was here before lies in {done.replaced}; remove it when all is well.")
    lacking = sorted(name for name in told.runs if not (home / "runs" / name).is_dir())
    if lacking:
        note(f"{len(lacking)} forecasts are not here (the newest: {lacking[-1]}): copy runs/, or make them again.")
    then, now = told.head["settings"], told_settings(os.environ)
    for name in sorted(name for name in {*then, *now} - {"QONYS_HOME"} if then.get(name) != now.get(name)):
        note(f"{name} was {then.get(name, 'not set')}, now it is {now.get(name, 'not set')}.")
    note("Everybody signs in again. Recovery codes count only with the secret_key of then.")


@database_app.command("move")
def database_move(
    to: Annotated[
        str, typer.Option(help="postgresql://user:password@host/name, or sqlite for the file in QONYS_HOME.")
    ],
) -> None:
    """Copy everything into another, empty database and compare both; the one you have stays as it is."""
    home = _home()
    from qonys.office.foundation.archive import moving
    from qonys.office.project.database import database

    target = database("" if to == "sqlite" else to, home)
    with _progress() as step, _disk(home):
        moved = moving.move(target, step)
    note(f"{moved.rows:,} rows of {len(moved.tallies)} tables are the same in both; the journal verifies:")
    note(f"{moved.journal.entries:,} entries in {moved.journal.streams:,} streams.")
    if moved.not_moved:
        note(f"Not moved, since they belong to no model: {', '.join(moved.not_moved)}.")
    note("Now unset DATABASE_URL and start the service." if to == "sqlite" else "Now set DATABASE_URL to it and start.")


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """A line on standard error that says which table, and how far."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<40}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=None)

        def step(what: str, done: int, of: int) -> None:
            bar.update(task, description=what, completed=done, total=of or None)

        yield step


@contextmanager
def _disk(place: Path) -> Iterator[None]:
    """A full disk, a missing right or a database that is away is said in one line; what was begun has been removed."""
    from django.db import OperationalError

    try:
        yield
    except OSError as error:
        raise QonysError(f"{error.filename or place}: {error.strerror or error}. Nothing was kept of it.") from error
    except OperationalError as error:
        raise QonysError(f"The database: {str(error).splitlines()[0]}. Nothing was kept of it.") from error


def _words(file: Path | None) -> str:
    if file is None:
        return str(typer.prompt("Passphrase", hide_input=True, err=True))
    lines = file.read_text(encoding="utf-8").splitlines()
    if not lines or not lines[0]:
        raise QonysError(f"{file}: its first line should be the passphrase, and is empty.")
    return lines[0]


def _new_words(file: Path | None) -> str:
    words = (
        _words(file) if file else str(typer.prompt("Passphrase", hide_input=True, confirmation_prompt=True, err=True))
    )
    if len(words) < 12:
        raise QonysError("A passphrase has at least 12 letters: whoever finds the file may try for years.")
    return words


def _size(file: Path) -> str:
    return f"{file.stat().st_size / 1e6:,.1f} MB"


def _home() -> Path:
    set_up_django()
    from django.conf import settings
    from django.utils import translation

    translation.activate("en")  # like every command
    return Path(settings.QONYS_HOME)
