"""`qonys client` and `qonys token`: how other systems, and people's own programs, get in."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from qonys.cli.terminal import note, set_up_django, show

client_app = typer.Typer(no_args_is_help=True, help="Clients: other systems that use the API.")

Login = Annotated[str, typer.Argument(help="The login of an account.")]
Client = Annotated[str, typer.Argument(help="The id of a client, from `qonys client list`.")]
Scopes = Annotated[
    list[str] | None, typer.Option("--scope", help="What a token may be used for, such as see. Repeat it.")
]


@client_app.command("add")
def client_add(
    login: Login,
    scope: Scopes = None,
    name: Annotated[str, typer.Option(help="What the system is called; without it, the login.")] = "",
) -> None:
    """Give a system a client; its service account is opened if there is none. The secret is shown once."""
    office = _office()
    from django.db import transaction

    with transaction.atomic():  # both or neither
        account = office.Account.objects.filter(login=login.strip().casefold()).first()
        if account is None:
            account = office.accounts.open_account(
                login,
                name or login,
                kind=office.Kind.SERVICE,
                password=office.accounts.generated_password(),  # told to nobody: a system has no password
                actor=office.CONSOLE,
                temporary=False,
            )
        given = office.services.open_client(account, scope or (), actor=office.CONSOLE)
    note(f"Give {account.login} a mandate with `qonys officer grant`: without one it sees what everybody sees.")
    _tell(given)


@client_app.command("renew")
def client_renew(client: Client) -> None:
    """Another secret, shown once; the former one and all tokens of the client end at once."""
    office = _office()
    _tell(office.services.renew_secret(office.selectors.client(client), actor=office.CONSOLE))


@client_app.command("close")
def client_close(client: Client) -> None:
    """No more tokens for a client, and an end to those it has."""
    office = _office()
    office.services.close_client(office.selectors.client(client), actor=office.CONSOLE)
    note(f"Client {client} is closed.")


@client_app.command("list")
def client_list() -> None:
    """Every client, the account it speaks for, and what its tokens may be used for."""
    office = _office()
    for client in office.Client.objects.select_related("account"):
        closed = "  (closed)" if client.closed else ""
        show([f"{client.pk}  {client.account.login}  {' '.join(client.scopes)}{closed}"])


def token(
    login: Login,
    scope: Scopes = None,
    name: Annotated[str, typer.Option(help="What it is for.")] = "a program of my own",
    days: Annotated[int, typer.Option(help="How long it lasts.")] = 90,
    end: Annotated[bool, typer.Option("--end", help="End every token of the account instead.")] = False,
) -> None:
    """Give an account a personal token, shown once."""
    office = _office()
    account = office.authority.account(login)
    if end:
        for each in office.selectors.open_tokens(account).select_related("account"):
            office.services.revoke(each, actor=office.CONSOLE)
        note(f"Every token of {account.login} has ended.")
        return
    given = office.services.give_personal(account, name, scope or (), days, actor=office.CONSOLE)
    note(f"Valid until {given.token.expires:%d.%m.%Y}; shown only now:")
    typer.echo(given.letters)


def _tell(given: Any) -> None:
    note("Id and secret, the secret shown only now:")
    typer.echo(given.client.pk)
    typer.echo(given.secret)


def _office() -> Any:
    """What the commands need of the office, once its tables and territories are there."""
    set_up_django()
    from types import SimpleNamespace

    from django.conf import settings
    from django.core.management import call_command
    from django.utils import translation

    from qonys.office.foundation.authority import accounts, territories
    from qonys.office.foundation.authority import selectors as authority
    from qonys.office.foundation.authority.models import Account, Kind
    from qonys.office.foundation.authority.services import CONSOLE
    from qonys.office.foundation.tokens import selectors, services
    from qonys.office.foundation.tokens.models import Client

    translation.activate("en")  # like every command
    call_command("migrate", verbosity=0)
    territories.sync(settings.QONYS_COUNTRY)
    return SimpleNamespace(accounts=accounts, authority=authority, selectors=selectors, services=services,
                           Account=Account, Kind=Kind, Client=Client, CONSOLE=CONSOLE)  # fmt: skip
