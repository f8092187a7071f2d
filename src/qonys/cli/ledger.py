"""`qonys ledger`: open published quotas, read balances and statements, check that every unit is accounted for."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from qonys.cli.terminal import note, set_up_django, show
from qonys.engines.vocabulary.errors import QonysError

ledger_app = typer.Typer(no_args_is_help=True, help="The quota ledger: places by kind, year and territory.")
Year = Annotated[int, typer.Option(help="The year of the quota.")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="A day.")]


@ledger_app.command("open")
def ledger_open(
    year: Year,
    number: Annotated[str, typer.Option(help="The number of the order.")],
    day: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The day of the order.")],
    kind: Annotated[list[str] | None, typer.Option(help="Only this kind, say kandas; may be repeated.")] = None,
    country: Annotated[str, typer.Option(help="The country pack whose published quotas are opened.")] = "kz",
) -> None:
    """Open the published quotas of a year by their order: each kind's newest version with its lines by region."""
    set_up_django()
    from qonys.office.casework.ledger import orders, published

    lines, source = published.lines(country, year, kind or ())
    if not lines:
        raise QonysError(f"No quota for {year} is in the pack of {country}. Add it to policy/quotas.yaml.")
    order = orders.carry("open", orders.Document(number, day.date(), source), lines)
    note(f"{sum(lines.values()):,} places in {len(lines)} quotas are open by {order}.")


@ledger_app.command("balance")
def ledger_balance(year: Year, kind: Annotated[str, typer.Option(help="Only this kind.")] = "") -> None:
    """What was given, is free, reserved, frozen by appeals and used, quota by quota."""
    set_up_django()
    from qonys.office.casework.ledger import selectors

    show([_row("number", "quota", "given", "free", "reserved", "frozen", "used", "waiting")])
    for each in selectors.balances(year, kind):
        held = (each.granted, each.available, each.reserved, each.frozen, each.used, each.waiting)
        show([_row(each.pk, each, *held)])


@ledger_app.command("statement")
def ledger_statement(
    quota: Annotated[int, typer.Argument(help="The number of a quota, as `qonys ledger balance` shows it.")],
    on: Day = None,
) -> None:
    """Every movement of a quota, newest first; with --on, its balance when that day ended."""
    set_up_django()
    from qonys.office.casework.ledger import selectors

    found = selectors.quota(quota)
    if on is not None:
        show([str(selectors.balance_on(found, on.date()))])
        return
    before = None
    while lines := selectors.statement(found, before):
        shown = lines[: selectors.PAGE]
        for line in shown:
            ground = line.order or (line.reservation and (line.reservation.case or line.reservation.key))
            show(
                [f"{line.number:>6}  {line.at:%Y-%m-%d %H:%M}  {line.source} -> {line.target}  {line.units}  {ground}"]
            )
        before = shown[-1].number


@ledger_app.command("check")
def ledger_check() -> None:
    """Sum every balance again from its entries, orders and reservations. Ends with 1 and says what does not hold."""
    set_up_django()
    from qonys.office.casework.ledger import checking

    found = checking.check()
    show(map(str, found))
    quotas, reservations, entries = checking.size()
    note(f"{quotas:,} quotas, {reservations:,} reservations, {entries:,} entries.")
    if found:
        note("Verify the journal too (qonys journal verify), then restore from a backup: entries cannot be corrected.")
        raise typer.Exit(1)
    note("Every place is accounted for.")


def _row(number: object, quota: object, *held: object) -> str:
    return f"{number:>6}  {quota!s:<34}" + "".join(f"{each:>10}" for each in held)
