"""Founds the office of the journeys: `python -m tests.office.journeys.found`, before anybody serves it.

Tables and territories, and the officers of three regions with a password that every journey knows.
"""

from __future__ import annotations

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from qonys.office.foundation.authority import accounts, services, territories  # noqa: E402
from qonys.office.foundation.authority.models import Kind, Territory  # noqa: E402
from tests.office.journeys.posts import BEFORE, ELSEWHERE, HERE, PASSWORD, ROLES, login  # noqa: E402


def found() -> None:
    territories.sync("kz")
    for path in (HERE, BEFORE, ELSEWHERE):
        place = Territory.objects.get(pk=path)
        for post, role in ROLES.items():
            account = accounts.open_account(
                login(post, path), post.title(), kind=Kind.OFFICER, password=PASSWORD, actor="command line",
                temporary=False,
            )  # fmt: skip
            services.grant(account, role, place, by=None, reason="a journey")


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    found()
