"""Whoever asks, whatever the mandates, by whatever route: what is shown is what the facts allow, and nothing else.

pytest tests/office/test_authorisation_fuzz.py                             some thousand checks
QONYS_FUZZ_CHECKS=100000 pytest -s tests/office/test_authorisation_fuzz.py   the full size (make fuzz-authorisation)
"""

from __future__ import annotations

import logging
import os
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Q
from django.urls import URLPattern, URLResolver, get_resolver

from qonys.office.foundation.authority import scope
from qonys.office.portal.api import rates
from tests.office.fuzz import settled
from tests.office.fuzz.probes import PROBES, Check
from tests.office.fuzz.world import draw

pytestmark = pytest.mark.django_db
__all__ = ["settled"]  # its probes

CHECKS = int(os.environ.get("QONYS_FUZZ_CHECKS", "2000"))
SEED = int(os.environ.get("QONYS_FUZZ_SEED", "2026"))
USERS, CASES = (10, 12) if CHECKS > 10_000 else (6, 8)
# Arguments that name something of a person. A route with one of them needs a probe, or a reason why it needs none.
PERSONAL = {"number", "key", "uuid", "stream", "member", "paper", "delivery"}
NEEDS_NONE = {
    "scenarios_job": "a job of the public forecast", "scenarios_cancel": "a job of the public forecast",
    "job_progress": "a job of the public forecast", "job_cancel": "a job of the public forecast",
    "quotas_placement_round": "rounded counts of a published round, for everybody",
    "api_problem": "an explanation of an error", "api_token_end": "a token of one's own, by its number",
    "end_my_token": "a token of one's own, by its number",
    "one_job": "a job of one's own", "one_import": "an import of one's own", "list_faults": "an import of one's own",
    "confirm_import": "an import of one's own", "undo_import": "an import of one's own",
    "office_import": "an import of one's own", "office_import_state": "an import of one's own",
    "office_import_template": "an empty table",
    "one_webhook": "a subscription of one's own", "end_webhook": "a subscription of one's own",
    "test_webhook": "a subscription of one's own", "list_deliveries": "a subscription of one's own",
    "deliver_again": "a subscription of one's own",
    "rule_set": "public rules", "rules_changed": "public rules", "rule_set_version": "public rules",
    "rules_text": "public rules", "one_rule_set": "public rules", "office_rules_draft": "rules, no person in them",
    "office_rules_version": "rules, no person in them",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Thousands of refusals are what is wanted here."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


class ThrowAway(Exception):
    """Ends a round without keeping what it wrote."""


def test_nobody_is_shown_what_no_mandate_covers(settings: Any, tmp_path: Any) -> None:
    settings.QONYS_HOME, settings.QONYS_API_RATE = tmp_path, 10**9
    asked: Counter[str] = Counter()
    wrong: list[str] = []
    seed = SEED
    while asked.total() < CHECKS and not wrong:
        for check in one_round(seed):
            asked[check.route] += 1
            if check.leak or check.gap:
                wrong.append(f"seed {seed}: {check}")
        seed += 1
    print(f"\n{asked.total():,} checks in {seed - SEED} countries, {len(wrong)} wrong")
    for route, count in asked.most_common():
        print(f"{count:>9,}  {route}")
    assert not wrong, "\n".join(wrong[:20])
    assert asked.total() >= CHECKS


def one_round(seed: int) -> list[Check]:
    """Every user asks by every route, in a country that is gone afterwards."""
    rates.forget()
    found: list[Check] = []
    try:
        with transaction.atomic():
            world = draw(seed, USERS, CASES)
            for user in world.users:
                for probe in dict.fromkeys(PROBES.values()):
                    found += probe(world, user)
            raise ThrowAway
    except ThrowAway:
        return found


def test_the_oracle_can_be_disagreed_with(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> None:
    """Were mandates to count before they begin and after they end, this would be noticed."""
    settings.QONYS_HOME, settings.QONYS_API_RATE = tmp_path, 10**9
    monkeypatch.setattr(scope, "_open_on", lambda day, prefix="": Q())
    monkeypatch.setattr(scope, "_counting", scope._counting.__wrapped__)  # not as it was put before
    monkeypatch.setattr("tests.office.test_authorisation_fuzz.PROBES", {"list_cases": PROBES["list_cases"]})
    assert any(check.leak for seed in range(2026, 2036) for check in one_round(seed))


def test_every_route_that_names_something_personal_has_a_probe() -> None:
    routes = {name or pattern: pattern for pattern, name in patterns(get_resolver())}
    named = {route for route, pattern in routes.items() if PERSONAL & arguments(pattern)}
    assert named - set(PROBES) - set(NEEDS_NONE) == set()
    assert set(NEEDS_NONE) - named == set(), "these routes are gone"


def patterns(resolver: Any, before: str = "") -> Iterator[tuple[str, str]]:
    for each in resolver.url_patterns:
        whole = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from patterns(each, whole)
        elif isinstance(each, URLPattern):
            yield whole, each.name or ""


def arguments(pattern: str) -> set[str]:
    return {found.split(":")[-1] for found in re.findall(r"<([^>]+)>", pattern)}
