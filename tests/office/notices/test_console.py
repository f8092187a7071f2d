"""Providers and delivery, looked at from the console."""

from __future__ import annotations

from typing import Any

import pytest
from typer.testing import CliRunner, Result

from qonys.cli import app
from qonys.office.foundation.notices.models import Notice
from qonys.office.foundation.notices.routes import routes
from qonys.office.foundation.notices.states import State
from tests.office.notices.peers import MailServer, SmsGateway
from tests.office.notices.told import ADDRESS, TELEPHONE, applicant, tell

pytestmark = pytest.mark.django_db


def qonys(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def test_every_provider_is_tried_and_what_became_of_it_told(
    mail_server: MailServer, gateway: SmsGateway, settings: Any
) -> None:
    settings.QONYS_MAIL = mail_server.routes + routes("QONYS_MAIL", "smtp://127.0.0.1:9")
    settings.QONYS_SMS = gateway.routes
    answer = qonys("notices", "try", "e-mail", ADDRESS)
    assert answer.exit_code == 1
    assert answer.stdout.splitlines() == [
        f"127.0.0.1:{mail_server.port}: taken",
        "127.0.0.1:9: away (smtp ConnectionRefusedError)",
    ]
    assert mail_server.letters[0]["To"] == ADDRESS
    assert qonys("notices", "try", "sms", TELEPHONE).exit_code == 0 and len(gateway.sent) == 1


def test_what_is_not_set_up_is_said_so(settings: Any) -> None:
    settings.QONYS_SMS = ()
    answer = qonys("notices", "try", "sms", TELEPHONE)
    assert answer.exit_code == 1 and "set QONYS_SMS" in answer.stderr
    assert qonys("notices", "try", "pigeon", TELEPHONE).exit_code == 2


def test_how_delivery_stands() -> None:
    account = applicant()
    tell(account)
    Notice.objects.filter(pk=tell(account).pk).update(state=State.GIVEN_UP)
    first, second = qonys("notices", "standing").stdout.splitlines()
    assert first.startswith("waiting: 1, the oldest due since 20") and second == "did not arrive: 1"
