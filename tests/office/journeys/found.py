"""Founds the office of the journeys: `python -m tests.office.journeys.found`, before anybody serves it.

Tables and territories, and the officers of two regions with a password that every journey knows.
"""

from __future__ import annotations

import django
from django.core.management import call_command

HERE, BEFORE, ELSEWHERE = "KZ/KZ-39/", "KZ/KZ-61/", "KZ/KZ-55/"
PASSWORD = "correct horse battery staple"
MEMBERS = ("member1", "member2", "member3")
ROLES = {
    "centre": "career_centre_officer",
    "secretary": "commission_secretary",
    **dict.fromkeys(MEMBERS, "commission_member"),
    "decider": "migration_officer",
    "follower": "integration_officer",
}


def login(post: str, place: str = HERE) -> str:
    return f"{post}.{place.split('/')[1].lower()}"


def found() -> None:
    from qonys.office.foundation.authority import accounts, services, territories
    from qonys.office.foundation.authority.models import Kind, Territory

    territories.sync("kz")
    for path in (HERE, BEFORE, ELSEWHERE):
        place = Territory.objects.get(pk=path)
        for post, role in ROLES.items():
            told = {"kind": Kind.OFFICER, "password": PASSWORD, "actor": "command line", "temporary": False}
            account = accounts.open_account(login(post, path), post.title(), **told)
            services.grant(account, role, place, by=None, reason="a journey")


if __name__ == "__main__":
    django.setup()
    call_command("migrate", verbosity=0)
    found()
