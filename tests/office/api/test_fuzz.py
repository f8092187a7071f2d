"""Schemathesis asks everything the description allows, and what it forbids. QONYS_FUZZ_EXAMPLES makes it longer."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig

from qonys.office.foundation.exchange import services as exchange
from qonys.office.project.wsgi import application
from tests.office.api.conftest import Caller
from tests.office.authority.people import mandate, officer
from tests.office.cases import filing

EXAMPLES = int(os.environ.get("QONYS_FUZZ_EXAMPLES", "12"))
# What fits the shapes may still be unknown here: a cursor of no list, a family without a head, a host in our network.
REFUSED_BY_MEANING = ["2xx", "304", "400", "401", "403", "404", "409", "422", "429"]
REFUSED_BY_SHAPE = ["400", "401", "403", "404", "405", "406", "409", "413", "415", "422", "429"]
config = SchemathesisConfig.from_dict(
    {
        "checks": {
            "positive_data_acceptance": {"expected-statuses": REFUSED_BY_MEANING},
            "negative_data_rejection": {"expected-statuses": REFUSED_BY_SHAPE},
        }
    }
)
schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, config=config)


@contextmanager
def one_connection() -> Iterator[None]:
    """As Django's own client does: the end of a request must not close the connection the test is rolled back on."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


@pytest.fixture
def token(request: pytest.FixtureRequest, db: None, turned: Any, chief: Caller, settings: Any) -> str:
    settings.QONYS_API_RATE = 10_000_000
    if "support" in request.node.name or "cases" in request.node.name:
        settings.QONYS_COUNTRY = "kz"  # the invented country has no law of support, and no procedures
    if "cases" in request.node.name:
        clerk = officer("fuzzer")
        mandate(clerk, "career_centre_officer", "KZ/")
        return Caller(clerk).token
    return chief.token


@pytest.fixture
def known(request: pytest.FixtureRequest, chief: Caller) -> dict[str, Any]:
    """Things of the caller, so that not every number leads nowhere."""
    hook = chief.post("/webhooks", {"url": "https://example.org/in", "types": ["qonys.import.done"]}).json()["number"]
    delivery = chief.post(f"/webhooks/{hook}/test").json()["number"]
    made = exchange.hand_in(chief.account, "territories", b"within,code,name_kk,name_ru,name_en\n")
    if "cases" in request.node.name:
        filing.country()
        return {"cases": filing.opened(account=None).number}
    return {"webhooks": hook, "delivery": delivery, "imports": made.pk, "jobs": made.job_id or 0}


@schema.parametrize()
@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None)
def test_every_operation_keeps_its_description(case: schemathesis.Case, token: str, known: dict[str, Any]) -> None:
    for name in ("number", "delivery"):
        room = case.path.split("/")[3] if name == "number" else name
        asked = case.path_parameters.get(name)
        if room in known and _fits(asked):
            case.path_parameters[name] = known[room]
    # identity: the client of these tests does not unpack
    with one_connection():
        case.call_and_validate(headers={"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"})


def _fits(asked: Any) -> bool:
    """Half of the addresses that fit their description."""
    if isinstance(asked, int):
        return bool(asked % 2) and 0 < asked < 2**63
    return isinstance(asked, str) and re.fullmatch(r"[A-Za-z0-9-]{4,24}", asked) is not None and len(asked) % 2 == 0
