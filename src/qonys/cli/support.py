"""`qonys support`: what the law gives to a family that moves, with reasons."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from qonys.cli.terminal import Country, show

DAY = ["%Y-%m-%d"]
Day = Annotated[datetime | None, typer.Option("--on", formats=DAY, help="The day of the move. Without it, today.")]
Members = Annotated[
    list[str] | None,
    typer.Option("--member", help="1988-05-01:head: day of birth (or age), relation, perhaps status. Repeat it."),
]
YesNo = Annotated[bool | None, typer.Option(help="Said or not; without it the condition stays open.")]


def support(
    country: Country = "kz",
    application: Annotated[
        Path | None, typer.Option("--application", help="A YAML file with all of it, instead of the options below.")
    ] = None,
    on: Day = None,
    origin: Annotated[str, typer.Option(help="The code of a region, or abroad.")] = "",
    destination: Annotated[str, typer.Option(help="The code of a region.")] = "",
    member: Members = None,
    status: Annotated[str, typer.Option(help="citizen, kandas, ethnic_kazakh or foreigner.")] = "citizen",
    home: Annotated[str, typer.Option(help="What a certificate would be for: buy, build or mortgage.")] = "",
    price: Annotated[int | None, typer.Option(help="The price of the home.")] = None,
    job_seeker: YesNo = None,
    registered_since: Annotated[
        datetime | None, typer.Option(formats=DAY, help="Permanently registered at the origin since then.")
    ] = None,
    graduated_on: Annotated[
        datetime | None, typer.Option(formats=DAY, help="Graduated from Serpin or Zharqyn Bolashak.")
    ] = None,
    divorced_on: Annotated[datetime | None, typer.Option(formats=DAY, help="The day of a divorce.")] = None,
    included_before: YesNo = None,
    included: YesNo = None,
    works: YesNo = None,
    rents: YesNo = None,
    language: Annotated[str, typer.Option(help="kk, ru or en.")] = "en",
) -> None:
    """Say what support a family that moves would get: item by item, with formula, conditions and act."""
    from qonys.countries.support import household_file
    from qonys.countries.support.entitlements import entitlements, next_steps, read_law_book
    from qonys.countries.support.report import lines

    book = read_law_book(country)
    if application is not None:
        asked = household_file.read_application(application)
    else:
        said = {
            "job_seeker": job_seeker,
            "registered_since": _date(registered_since),
            "graduated_on": _date(graduated_on),
            "divorced_on": _date(divorced_on),
            "included_before": included_before,
            "included": included,
            "works": works,
            "rents": rents,
        }
        content = {
            "on": _date(on or datetime.now()),
            "origin": origin,
            "destination": destination,
            "status": status,
            "members": list(member or ()),
            "said": said,
            "home": {"way": home, "price": price} if home else None,
        }
        asked = household_file.application_of(content, "the command line")
    show(lines(entitlements(book, asked), next_steps(book, asked), language))


def _date(day: datetime | None) -> Any:
    return None if day is None else day.date()
