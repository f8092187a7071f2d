"""Officers of the demonstration: every role in every region, and those who look over the whole country.

Their password is known to everybody, so it opens them only where the demonstration is on (authority.demonstration).
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.hashers import make_password

from qonys.countries.demonstration import Demonstration
from qonys.office.foundation.authority.models import Account, Kind, Mandate, Territory
from qonys.office.foundation.authority.services import CONSOLE, STREAM
from qonys.office.foundation.journal.histories import Telling
from qonys.office.foundation.journal.services import append
from qonys.office.project.demonstration.names import MALE, named, new_line

IN_A_REGION = {
    "clerk": "career_centre_officer",
    "secretary": "commission_secretary",
    "member1": "commission_member",
    "member2": "commission_member",
    "member3": "commission_member",
    "decider": "migration_officer",
    "follower": "integration_officer",
    "municipality": "municipality_officer",
    "ngo": "ngo_worker",
}
MEMBERS = ("member1", "member2", "member3")
MANY = ("member2", "member3")  # of whom one is enough to look over the shoulder of
IN_THE_NATION = {
    "committee": "migration_officer",
    "committee2": "migration_officer",
    "placement": "commission_secretary",
    "placement2": "commission_member",
    "auditor": "auditor",
    "analyst": "analyst",
    "rules": "rule_officer",
    "rules2": "rule_officer",
    "administrator": "administrator",
}
REASON = "demonstration"


@dataclass(frozen=True)
class Staff:
    """Accounts by the path of their territory and what they are there."""

    accounts: Mapping[tuple[str, str], Account]

    def of(self, path: str, post: str) -> Account:
        return self.accounts[path, post]


def employ(regions: list[Territory], nation: Territory, content: Demonstration, drawn: random.Random,
           at: datetime, telling: Telling) -> Staff:  # fmt: skip
    """Accounts and mandates, each with its line."""
    posts = [*((nation, post) for post in IN_THE_NATION), *((each, post) for each in regions for post in IN_A_REGION)]
    accounts = [_account(territory, post, content, drawn, at) for territory, post in posts]
    Account.objects.bulk_create(accounts)
    for account in accounts:
        telling.say(account.actor, at, "opened", {"kind": account.kind}, actor=CONSOLE)
    roles = IN_A_REGION | IN_THE_NATION
    mandates = [
        Mandate(account=account, role=roles[post], territory=territory, since=_day(at), reason=REASON)
        for account, (territory, post) in zip(accounts, posts, strict=True)
    ]
    Mandate.objects.bulk_create(mandates)
    for mandate in mandates:
        append(STREAM, "granted", _told(mandate), actor=CONSOLE)
    return Staff({(territory.pk, post): account for account, (territory, post) in zip(accounts, posts, strict=True)})


def employed(regions: Sequence[Territory], nation: Territory) -> Staff:
    """The same officers, found again by their logins."""
    posts = [*((nation, post) for post in IN_THE_NATION), *((each, post) for each in regions for post in IN_A_REGION)]
    known = {each.login: each for each in Account.objects.filter(login__in=[_login(*each) for each in posts])}
    return Staff({(territory.pk, post): known[_login(territory, post)] for territory, post in posts})


def applicants(heads: list[tuple[str, str, str]], at: datetime, telling: Telling) -> list[Account]:
    """Accounts of families: login, name, language."""
    accounts = [_open(login, name, language, Kind.APPLICANT, at) for login, name, language in heads]
    Account.objects.bulk_create(accounts)
    for account in accounts:
        telling.say(account.actor, at, "opened", {"kind": account.kind}, actor=account.actor)
    return accounts


def _account(territory: Territory, post: str, content: Demonstration, drawn: random.Random, at: datetime) -> Account:
    people = content.peoples["kazakh" if drawn.random() < 0.8 else "russian"]
    sex = drawn.choice((MALE, "female"))
    name = named(new_line(people, drawn), sex, drawn.choice(people.men), drawn)
    return _open(_login(territory, post), f"{name.given} {name.surname}", "kk", Kind.OFFICER, at)


def _login(territory: Territory, post: str) -> str:
    return f"{post}.{_slug(territory)}" if post in IN_A_REGION else post


def _open(login: str, name: str, language: str, kind: Kind, at: datetime) -> Account:
    """No password of its own: nobody gets in where the demonstration is off."""
    return Account(
        login=login, display_name=name, language=language, kind=kind, created=at, password=make_password(None)
    )


def _slug(territory: Territory) -> str:
    plain = territory.name_en.casefold().removesuffix(" region")
    return "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in plain).strip("-")


def _day(at: datetime) -> date:
    return at.date()


def _told(mandate: Mandate) -> dict[str, object]:
    return {
        "mandate": mandate.pk,
        "account": mandate.account_id,
        "role": mandate.role,
        "procedure": mandate.procedure,
        "territory": mandate.territory_id,
        "since": mandate.since,
        "until": mandate.until,
        "substitutes": None,
        "reason": mandate.reason,
    }
