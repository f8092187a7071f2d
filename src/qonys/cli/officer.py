"""`qonys officer`: accounts and mandates from the console, the first administrator above all."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import Annotated, Any

import typer

from qonys.cli.terminal import note, set_up_django, show

officer_app = typer.Typer(no_args_is_help=True, help="Officers: accounts, roles and mandates.")

Login = Annotated[str, typer.Argument(help="The login of an account.")]
Role = Annotated[str, typer.Option(help="A role of docs/reference/roles.md, such as administrator.")]
Place = Annotated[str, typer.Option(help="The code or path of a territory, such as KZ or KZ-19.")]
Procedure = Annotated[str, typer.Option(help="The only procedure it is for; without it, all.")]
Reason = Annotated[str, typer.Option(help="Number and day of the order; no names.")]
Until = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The first day without it.")]
Generate = Annotated[bool, typer.Option("--generate", help="Make up a password and show it once.")]


@officer_app.command("add")
def officer_add(
    login: Login,
    role: Role,
    territory: Place,
    name: Annotated[str, typer.Option(help="The name shown to colleagues; without it, the login.")] = "",
    language: Annotated[str, typer.Option(help="kk, ru or en.")] = "kk",
    procedure: Procedure = "",
    until: Until = None,
    reason: Reason = "first mandate, given at the console",
    generate: Generate = False,
) -> None:
    """Open an account with a first mandate; the password is asked for, or made up and shown once."""
    office = _office()
    from django.db import transaction

    place = office.selectors.territory(territory)
    password, made_up = _password(office, generate)
    with transaction.atomic():  # both or neither
        account = office.accounts.open_account(
            login, name or login, kind=office.Kind.OFFICER, language=language, password=password, actor=office.CONSOLE
        )
        office.services.grant(
            account, role, place, by=None, reason=reason, procedure=procedure, until=until.date() if until else None
        )
    note(f"{account.login} may sign in; the password is to be changed and a device set up at the first sign-in.")
    _tell(made_up)


@officer_app.command("grant")
def officer_grant(
    login: Login,
    role: Role,
    territory: Place,
    reason: Reason,
    procedure: Procedure = "",
    until: Until = None,
) -> None:
    """Give an officer one more mandate."""
    office = _office()
    account, place = office.selectors.account(login), office.selectors.territory(territory)
    end = until.date() if until else None
    given = office.services.grant(account, role, place, by=None, reason=reason, procedure=procedure, until=end)
    note(f"{account.login} holds mandate {given.pk}.")


@officer_app.command("substitute")
def officer_substitute(
    mandate: Annotated[int, typer.Argument(help="The number of the mandate, from `qonys officer list`.")],
    login: Login,
    until: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The first day without it.")],
    reason: Reason,
) -> None:
    """Let an officer stand in for the holder of a mandate until a day."""
    office = _office()
    account = office.selectors.account(login)
    held = office.selectors.mandate(mandate)
    given = office.services.substitute(held, account, until=until.date(), by=None, reason=reason)
    note(f"{account.login} holds mandate {given.pk} in place of {held.account.login}.")


@officer_app.command("revoke")
def officer_revoke(
    mandate: Annotated[int, typer.Argument(help="The number of the mandate, from `qonys officer list`.")],
    reason: Reason,
) -> None:
    """End a mandate now, and what substitutes it."""
    office = _office()
    office.services.revoke(office.selectors.mandate(mandate), by=None, reason=reason)
    note(f"Mandate {mandate} has ended.")


@officer_app.command("reset")
def officer_reset(login: Login, generate: Generate = False) -> None:
    """For a lost password or device: a new password, no device, every session ended."""
    office = _office()
    account = office.selectors.account(login)
    password, made_up = _password(office, generate)
    office.accounts.reset(account, password, actor=office.CONSOLE)
    note(f"{account.login} starts anew: the password is to be changed and a device set up at the next sign-in.")
    _tell(made_up)


@officer_app.command("close")
def officer_close(
    login: Login,
    again: Annotated[bool, typer.Option("--open", help="Open it again instead.")] = False,
) -> None:
    """Close an account: sessions and scope end at once, mandates and history stay."""
    office = _office()
    account = office.selectors.account(login)
    office.accounts.set_active(account, again, actor=office.CONSOLE)
    note(f"{account.login} is {'open' if again else 'closed'}.")


@officer_app.command("list")
def officer_list() -> None:
    """Accounts of officers with the mandates that count today."""
    office = _office()
    for account in office.Account.objects.filter(kind=office.Kind.OFFICER):
        show([f"{account.login}  {account.display_name}{'' if account.active else '  (closed)'}"])
        show(f"  {_line(each)}" for each in office.selectors.mandates_of(account))


def _line(mandate: Any) -> str:
    stands_for = f" in place of {mandate.substitutes.account.login}" if mandate.substitutes_id else ""
    until = f" until {mandate.until}" if mandate.until else ""
    place = f"{mandate.territory_id} {mandate.procedure or 'all procedures'}"
    return f"{mandate.pk}: {mandate.role} {place}, from {mandate.since}{until}{stands_for}"


def _password(office: Any, generate: bool) -> tuple[str, str]:
    """The password, and again if it was made up: asked for twice, or made up where nobody sits at the keyboard."""
    if not generate and sys.stdin.isatty():
        return typer.prompt("Password", hide_input=True, confirmation_prompt=True), ""
    password = office.accounts.generated_password()
    return password, password


def _tell(password: str) -> None:
    if password:
        note("The password, shown only now:")
        typer.echo(password)


def _office() -> Any:
    """What the commands need of the office, once its tables and territories are there."""
    set_up_django()
    from types import SimpleNamespace

    from django.conf import settings
    from django.core.management import call_command
    from django.utils import translation

    from qonys.office.foundation.authority import accounts, selectors, services, territories
    from qonys.office.foundation.authority.models import Account, Kind

    translation.activate("en")  # like every command
    call_command("migrate", verbosity=0)
    territories.sync(settings.QONYS_COUNTRY)
    return SimpleNamespace(accounts=accounts, selectors=selectors, services=services, Account=Account, Kind=Kind,
                           CONSOLE=services.CONSOLE)  # fmt: skip
