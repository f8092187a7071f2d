"""Schemathesis asks everything the description allows, and what it forbids. QONYS_FUZZ_EXAMPLES makes it longer."""

from __future__ import annotations

import os
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig

from qonys.office.foundation.exchange import services as exchange
from qonys.office.project.wsgi import application
from tests.office.api.conftest import Caller

EXAMPLES = int(os.environ.get("QONYS_FUZZ_EXAMPLES", "12"))
# What fits the shapes may still be unknown here: a cursor of no list, a family without a head, a host in our network.
REFUSED_BY_MEANING = ["2xx", "304", "400", "401", "403", "404", "409", "422", "429"]
config = SchemathesisConfig.from_dict(
    {"checks": {"positive_data_acceptance": {"expected-statuses": REFUSED_BY_MEANING}}}
)
schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, config=config)


@pytest.fixture
def token(request: pytest.FixtureRequest, db: None, turned: Any, chief: Caller, settings: Any) -> str:
    if "support" in request.node.name:
        settings.QONYS_COUNTRY = "kz"  # the invented country has no law of support
    settings.QONYS_API_RATE = 10_000_000
    return chief.token


@pytest.fixture
def known(chief: Caller) -> dict[str, int]:
    """Things of the caller, so that not every number leads nowhere."""
    hook = chief.post("/webhooks", {"url": "https://example.org/in", "types": ["qonys.import.done"]}).json()["number"]
    delivery = chief.post(f"/webhooks/{hook}/test").json()["number"]
    made = exchange.hand_in(chief.account, "territories", b"within,code,name_kk,name_ru,name_en\n")
    return {"webhooks": hook, "delivery": delivery, "imports": made.pk, "jobs": made.job_id or 0}


@schema.parametrize()
@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None)
def test_every_operation_keeps_its_description(case: schemathesis.Case, token: str, known: dict[str, int]) -> None:
    for name in ("number", "delivery"):
        room = case.path.split("/")[3] if name == "number" else name
        asked = case.path_parameters.get(name)
        if room in known and isinstance(asked, int) and asked % 2 and 0 < asked < 2**63:
            case.path_parameters[name] = known[room]
    # identity: the client of these tests does not unpack
    case.call_and_validate(headers={"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"})
