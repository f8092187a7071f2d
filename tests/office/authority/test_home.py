"""The officer's home shows what the account holds, and nothing of others, at the same cost however much it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from qonys.office.casework.cases.models import Case
from qonys.office.foundation.authority.models import Account
from tests.office.authority.people import let_in, mandate, officer, places
from tests.office.cases.filing import KOSTANAY, PAVLODAR, country, office, opened

pytestmark = pytest.mark.django_db


def shown(client: Client, account: Account, language: str = "en") -> str:
    answer = let_in(client, account).get(f"/{language}/office/")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("language", "role", "place"),
    [("kk", "комиссия хатшысы", "KZ/KZ-19/ kk"), ("ru", "секретарь комиссии", "KZ/KZ-19/ ru"),
     ("en", "commission secretary", "KZ/KZ-19/")],
)  # fmt: skip
def test_mandates_are_told_in_the_readers_language(client: Client, language: str, role: str, place: str) -> None:
    places("KZ/", "KZ/KZ-19/")
    account = officer()
    mandate(account, "commission_secretary", "KZ/KZ-19/")
    page = shown(client, account, language)
    assert role in page and place in page


def test_what_others_hold_or_what_is_over_is_not_shown(client: Client) -> None:
    places("KZ/", "KZ/KZ-19/", "KZ/KZ-33/")
    account, other = officer(), officer(display_name="Somebody Else")
    mandate(other, "auditor", "KZ/KZ-33/")
    mandate(account, "analyst", "KZ/KZ-33/", until=timezone.localdate())
    page = shown(client, account)
    assert "You hold no mandate today" in page
    assert "KZ/KZ-33/" not in page and "Somebody Else" not in page


def test_thirty_mandates_cost_what_one_costs(client: Client) -> None:
    places("KZ/", "KZ/KZ-19/")
    soon = timezone.localdate() + timedelta(days=5)
    few, many = officer(), officer()
    costs = []
    for account, count in ((few, 1), (many, 30)):
        for _ in range(count):
            own = mandate(account, "integration_officer", "KZ/KZ-19/", granted_by=officer())
            lent = mandate(officer(), "integration_officer", "KZ/KZ-19/")
            mandate(account, "integration_officer", "KZ/KZ-19/", until=soon, substitutes=lent)
            mandate(officer(), "integration_officer", "KZ/KZ-19/", until=soon, substitutes=own)
            mandate(account, "analyst", "KZ/", since=soon)
        let_in(client, account)
        with CaptureQueriesContext(connection) as captured:
            client.get("/en/office/")
        costs.append(len(captured))
    assert costs[0] == costs[1] <= 15


def test_home_tells_what_waits_in_ones_own_hands_and_what_nobody_has_taken(client: Client) -> None:
    country()
    clerk = office(KOSTANAY)["clerk"]
    mine, free, far = opened(place=KOSTANAY), opened(place=KOSTANAY), opened(place=PAVLODAR)
    yesterday = timezone.localdate() - timedelta(days=3)
    Case.objects.filter(pk=mine.pk).update(assignee=clerk, due=yesterday, lapses=yesterday)
    Case.objects.filter(pk__in=(free.pk, far.pk)).update(due=timezone.localdate())
    answer = let_in(client, clerk).get("/en/office/")
    piles = [[each.count for each in pile.numbers] for pile in answer.context["piles"]]
    assert piles == [["1", "0", "1"], ["0", "1", "0"]]
    assert [row.number for row in answer.context["mine"]] == [mine.number]
    assert far.number not in answer.content.decode()
