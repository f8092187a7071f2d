"""What a gateway says later: signed, once or twice, early or late, or not at all what a receipt looks like."""

from __future__ import annotations

import contextlib
import json
import time
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from qonys.office.foundation.notices import delivery, receipts
from qonys.office.foundation.notices.channels import Channel
from qonys.office.foundation.notices.models import Notice
from qonys.office.foundation.notices.quiet import Quiet
from qonys.office.foundation.notices.refusals import BadReceipt
from qonys.office.foundation.notices.routes import routes
from qonys.office.foundation.notices.signature import signature
from qonys.office.foundation.notices.states import State
from tests.office.notices.peers import SECRET, SmsGateway
from tests.office.notices.told import again, applicant, tell

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def peers(gateway: SmsGateway, settings: Any) -> None:
    settings.QONYS_SMS, settings.QONYS_QUIET_HOURS = gateway.routes, Quiet(0, 0)


def receipt(
    gateway: SmsGateway, body: bytes | dict[str, Any], *, secret: str = SECRET, ago: int = 0, by: str = ""
) -> int:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    moment = str(int(time.time()) - ago)
    heads = {"X-Qonys-Time": moment, "X-Qonys-Signature": signature(secret, moment, content)}
    address = f"/receipts/{by or gateway.routes[0].name}"
    return (
        Client(enforce_csrf_checks=True)
        .post(address, content, content_type="application/json", headers=heads)
        .status_code
    )


def sent(gateway: SmsGateway) -> Notice:
    notice = tell(applicant("en", Channel.SMS))
    delivery.deliver_due()
    assert again(notice).state == State.SENT
    return notice


def test_a_receipt_delivered_twice_changes_nothing_the_second_time(gateway: SmsGateway) -> None:
    notice = sent(gateway)
    told = {"id": str(notice.reference), "status": "delivered"}
    assert receipt(gateway, told) == 204
    once = Notice.objects.filter(pk=notice.pk).values().get()
    assert once["state"] == State.DELIVERED and once["delivered"]
    assert receipt(gateway, told) == 204
    assert receipt(gateway, told | {"status": "failed"}) == 204
    assert Notice.objects.filter(pk=notice.pk).values().get() == once


def test_a_receipt_that_says_failed_is_believed(gateway: SmsGateway) -> None:
    notice = sent(gateway)
    assert receipt(gateway, {"id": str(notice.reference), "status": "failed"}) == 204
    assert (again(notice).state, again(notice).reason) == ("failed", "receipt")


def test_a_receipt_that_comes_before_the_worker_wrote_down_that_it_sent(gateway: SmsGateway) -> None:
    notice = tell(applicant("en", Channel.SMS))
    (claimed,) = delivery.claim()
    assert receipt(gateway, {"id": str(notice.reference), "status": "delivered"}) == 204
    assert not delivery.record(claimed, delivery.Step(State.SENT, {}))
    assert again(notice).state == State.DELIVERED


def test_after_an_unclear_end_a_receipt_saves_the_second_message(gateway: SmsGateway) -> None:
    gateway.answers = ["500 after"]
    notice = tell(applicant("en", Channel.SMS))
    delivery.deliver_due()
    assert again(notice).state == State.WAITING
    receipt(gateway, {"id": str(notice.reference), "status": "delivered"})
    Notice.objects.update(next_attempt=again(notice).created)
    delivery.deliver_due()
    assert again(notice).state == State.DELIVERED and len(gateway.asked) == 1


def test_a_code_that_arrived_is_erased_too(gateway: SmsGateway) -> None:
    notice = tell(applicant("en", Channel.SMS), "contact_code", {"code": "123456"})
    delivery.claim()
    receipt(gateway, {"id": str(notice.reference), "status": "delivered"})
    assert again(notice).facts == {} and again(notice).state == State.DELIVERED


def test_words_a_gateway_adds_change_nothing(gateway: SmsGateway) -> None:
    notice = sent(gateway)
    assert receipt(gateway, {"id": str(notice.reference), "status": "buffered"}) == 204
    assert receipt(gateway, {"id": "00000000-0000-4000-8000-000000000000", "status": "delivered"}) == 204
    assert again(notice).state == State.SENT


@pytest.mark.parametrize("how", [{"secret": "guessed"}, {"ago": 3600}, {"ago": -3600}, {"by": "elsewhere"}])
def test_without_a_fitting_signature_nobody_is_listened_to(how: dict[str, Any], gateway: SmsGateway) -> None:
    notice = sent(gateway)
    assert receipt(gateway, {"id": str(notice.reference), "status": "failed"}, **how) == 403
    assert again(notice).state == State.SENT


@pytest.mark.parametrize("heads", [{}, {"X-Qonys-Time": "x" * 50, "X-Qonys-Signature": "Ж"}, {"X-Qonys-Time": "²"}])
def test_strange_heads_are_refused(heads: dict[str, str], client: Client, gateway: SmsGateway) -> None:
    address = f"/receipts/{gateway.routes[0].name}"
    assert client.post(address, "{}", content_type="application/json", headers=heads).status_code == 403
    assert client.get(address).status_code == 405


def test_a_folder_that_has_no_secret_signs_nothing(client: Client, settings: Any) -> None:
    settings.QONYS_SMS = routes("QONYS_SMS", "folder:")
    heads = {"X-Qonys-Time": str(int(time.time())), "X-Qonys-Signature": ""}
    assert client.post("/receipts/folder", "{}", content_type="application/json", headers=heads).status_code == 403


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"7", b"null", b"{}", b'{"id": 7, "status": "delivered"}', b'{"id": "x", "status": 1}',
             b"\xff\xfe", b"[" * 100_000]
)  # fmt: skip
def test_what_is_no_receipt_is_said_to_be_none(body: bytes, gateway: SmsGateway) -> None:
    assert receipt(gateway, body) == 400


def test_too_much_is_not_read(gateway: SmsGateway) -> None:
    assert receipt(gateway, b" " * 3_000_000) == 400


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["id", "status", "x"]), inner),
)


@settings(max_examples=200, deadline=None)
@given(json_like)
def test_no_content_brings_it_down(told: Any) -> None:
    with contextlib.suppress(BadReceipt):  # any other error is a 500 at the door
        receipts._read(json.dumps(told).encode("utf-8", "surrogatepass"))
