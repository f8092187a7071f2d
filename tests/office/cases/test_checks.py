"""The rows of cases are copies: found when they differ, and written anew."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from typer.testing import CliRunner

from qonys.cli import app
from qonys.office.casework.cases import services, tasks
from qonys.office.casework.cases.clocks import NEVER
from qonys.office.casework.cases.models import Case
from tests.office.cases.filing import KOSTANAY, country, office, opened

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _country() -> None:
    country()


def test_a_row_changed_by_hand_is_found_named_and_repaired() -> None:
    case, other = opened(), opened()
    Case.objects.filter(pk=case.pk).update(status="granted", due=NEVER)
    answer = CliRunner().invoke(app, ["cases", "check"])
    assert answer.exit_code == 1
    assert f"{case.number}: status, due differ from its journal." in answer.output
    assert other.number not in answer.output
    assert CliRunner().invoke(app, ["cases", "check", "--repair"]).exit_code == 0
    assert CliRunner().invoke(app, ["cases", "check"]).exit_code == 0


def test_terms_of_waiting_cases_move_with_the_days(monkeypatch: pytest.MonkeyPatch) -> None:
    case = opened()
    services.act(case, "ask", {"papers": ["identity"]}, by=office(KOSTANAY)["clerk"])
    before = Case.objects.get(pk=case.pk).due
    later = timezone.localdate() + timedelta(days=14)
    monkeypatch.setattr(timezone, "localdate", lambda *given: later if not given else given[0].date())
    assert tasks.bring_along({}, lambda share, stage: None) == "1 terms moved"
    assert Case.objects.get(pk=case.pk).due > before
    assert tasks.bring_along({}, lambda share, stage: None) == "0 terms moved"
