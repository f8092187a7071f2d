"""What every command shares: where words go, and how a country is named."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

Country = Annotated[str, typer.Argument(help="A country pack: a code such as kz, or the path of a folder.")]


def note(message: str) -> None:
    """A run-time message on stderr, never mixed with results."""
    typer.echo(message, err=True)


def set_up_django() -> None:
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qonys.office.project.settings")
    import django

    django.setup()


def set_up_languages() -> None:
    """Django with its texts in Kazakh and Russian, which are compiled where they are needed for the first time."""
    from qonys.office.project import translations

    translations.compile()  # before Django reads them
    set_up_django()


def show(lines: Iterable[str]) -> None:
    """Results, on stdout."""
    for line in lines:
        typer.echo(line)
