"""Accounts, places and mandates for tests."""

from __future__ import annotations

import time
from datetime import date
from itertools import count

from django.test import Client

from qonys.office.foundation.authority import territories
from qonys.office.foundation.authority.models import Account, Kind, Mandate, Territory

NUMBERS = count(1)
PASSWORD = "correct horse battery staple"


def officer(login: str = "", **more: object) -> Account:
    """An account without going through its service: quick, and no password."""
    name = login or f"officer{next(NUMBERS)}"
    values = {"display_name": name.title(), "kind": Kind.OFFICER, "language": "en"} | more
    return Account.objects.create(login=name, **values)


def places(*paths: str) -> list[Territory]:
    made = [Territory(path=p, code=p.split("/")[-2], name_kk=f"{p} kk", name_ru=f"{p} ru", name_en=p) for p in paths]
    territories.add(made)
    return made


def mandate(account: Account, role: str, territory: str, procedure: str = "", **more: object) -> Mandate:
    """A mandate written straight into the table, whatever the rules say."""
    values = {"since": date(2026, 1, 1), "reason": "a test"} | more
    return Mandate.objects.create(account=account, role=role, territory_id=territory, procedure=procedure, **values)


def let_in(client: Client, account: Account) -> Client:
    """Signed in without the steps at the door."""
    client.force_login(account)
    session = client.session
    session["seen"] = session["since"] = int(time.time())
    session.save()
    return client
