"""Real peers for each test, and an office of its own for real processes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.office.journal.test_killed import office
from tests.office.notices.peers import MailServer, SmsGateway

__all__ = ["office"]


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


@pytest.fixture
def gateway() -> Iterator[SmsGateway]:
    with SmsGateway() as server:
        yield server


@pytest.fixture
def second_gateway() -> Iterator[SmsGateway]:
    with SmsGateway() as server:
        yield server
