"""`qonys notices`: do the providers of e-mail and SMS take what we give them, and does anything wait for them?"""

from __future__ import annotations

from typing import Annotated

import typer

from qonys.cli.terminal import note, set_up_languages, show

notices_app = typer.Typer(no_args_is_help=True, help="Notices: try the providers, see how delivery stands.")


@notices_app.command("try")
def notices_try(
    channel: Annotated[str, typer.Argument(help="e-mail or sms.")],
    address: Annotated[str, typer.Argument(help="Your own address or telephone number.")],
) -> None:
    """Send a message to yourself through every provider. Ends with 1 if one does not take it."""
    set_up_languages()
    from qonys.office.foundation.notices import trial
    from qonys.office.foundation.notices.channels import Channel
    from qonys.office.foundation.notices.providers.port import Accepted

    if channel not in Channel.values:
        raise typer.BadParameter(f"CHANNEL is {' or '.join(Channel.values)}.")
    found = list(trial.send(Channel(channel), address))
    show(f"{name}: {'taken' if isinstance(outcome, Accepted) else _told(outcome)}" for name, outcome in found)
    if not found:
        note(f"No provider of {channel} is named: set {'QONYS_MAIL' if channel == Channel.MAIL else 'QONYS_SMS'}.")
    if not found or not all(isinstance(outcome, Accepted) for _, outcome in found):
        raise typer.Exit(1)


@notices_app.command("standing")
def notices_standing() -> None:
    """How many notices wait, since when the oldest is due, and how many did not arrive during the last day."""
    set_up_languages()
    from qonys.office.foundation.notices import selectors

    standing = selectors.standing()
    oldest = f", the oldest due since {standing.oldest:%Y-%m-%d %H:%M} UTC" if standing.oldest else ""
    show([f"waiting: {_counted(standing.waiting)}{oldest}", f"did not arrive: {_counted(standing.undelivered)}"])


def _told(outcome: object) -> str:
    return f"{type(outcome).__name__.lower()} ({getattr(outcome, 'reason', '')})"


def _counted(number: int) -> str:
    from qonys.office.foundation.notices.selectors import MOST

    return f"{MOST} or more" if number >= MOST else str(number)
