"""Events reach those who may see them, at least once, signed, and nowhere else."""

from __future__ import annotations

import hashlib
import hmac
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from cloudevents.core.bindings.http import HTTPMessage, from_http_event
from django.db import transaction
from django.utils import timezone

from qonys.office.foundation.authority import accounts
from qonys.office.foundation.authority.models import Account, Mandate
from qonys.office.foundation.events import addresses, delivery, sending, services, tasks
from qonys.office.foundation.events.models import Delivery, Event, Subscription
from qonys.office.foundation.events.refusals import ForbiddenAddress, NotForEvents, UnknownEventType
from qonys.office.foundation.events.states import NEXT, State
from tests.office.authority.people import mandate, officer, places

DECIDED = "qonys.case.decided"


class Subscriber(HTTPServer):
    """A real server that notes what comes, and answers as it is told."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.came: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[int] = []
        self.silence = 0.0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/in?of=qonys"


class Answering(BaseHTTPRequestHandler):
    server: Subscriber

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.came.append((dict(self.headers.items()), body))
        time.sleep(self.server.silence)
        status = self.server.answers.pop(0) if self.server.answers else 204
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", "http://127.0.0.1:1/")
        self.end_headers()

    def log_message(self, *told: object) -> None:
        pass


@pytest.fixture
def subscriber(settings: Any) -> Iterator[Subscriber]:
    settings.QONYS_WEBHOOK_HOSTS = ["127.0.0.1"]
    server = Subscriber()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def clerk(db: None) -> Account:
    places("XQ/", "XQ/XQ-H/", "XQ/XQ-S/")
    account = officer("bus")
    mandate(account, "career_centre_officer", "XQ/XQ-H/", "kandas")
    return account


def tell(number: int, territory: str = "XQ/XQ-H/", procedure: str = "kandas") -> None:
    data = {"case": f"K-{number}", "status": "granted"}
    with transaction.atomic():
        services.publish(
            DECIDED, f"case:K-{number}", data, territory=territory, procedure=procedure, key=f"case:K-{number}:9"
        )


def test_an_event_arrives_as_a_signed_cloud_event(clerk: Account, subscriber: Subscriber) -> None:
    wanted = services.subscribe(clerk, subscriber.url, [DECIDED])
    tell(1)
    assert tasks.deliver({}, lambda share, stage: None) == "1 events spread, 1 sent"
    ((head, body),) = subscriber.came
    event = from_http_event(HTTPMessage(headers=head, body=body))
    assert (event.get_type(), event.get_subject()) == (DECIDED, "case:K-1")
    assert event.get_id() == str(Event.objects.get().uuid) and event.get_source().endswith("/api/v1")
    assert event.get_data() == {"case": "K-1", "status": "granted"}
    moment, made = (part.partition("=")[2] for part in head["Qonys-Signature"].split(","))
    right = hmac.new(wanted.secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    assert hmac.compare_digest(made, right)
    assert Delivery.objects.get().state == State.DELIVERED


def test_an_event_is_there_with_its_cause_or_not_at_all(clerk: Account) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        services.publish(DECIDED, "case:K-1", {}, key="k")
        raise RuntimeError
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_published() -> None:
    with pytest.raises(NotForEvents):
        services.publish(DECIDED, "case:K-1", {}, key="k")


def test_a_key_is_published_once(clerk: Account) -> None:
    tell(1)
    tell(1)
    assert Event.objects.count() == 1


@pytest.mark.parametrize("data", [{"name": "Айгүл Сынақова"}, {"note": "two words"}, {"of": {"deep": ["a b"]}}])
def test_nothing_that_could_name_a_person_is_published(clerk: Account, data: dict[str, Any]) -> None:
    with pytest.raises(NotForEvents), transaction.atomic():
        services.publish(DECIDED, "case:K-1", data, key="k")


def test_one_hears_of_what_ones_mandates_cover(clerk: Account, subscriber: Subscriber) -> None:
    services.subscribe(clerk, subscriber.url, [DECIDED])
    tell(1)
    tell(2, territory="XQ/XQ-S/")
    tell(3, procedure="resettlement")
    delivery.spread()
    assert list(Delivery.objects.values_list("event__subject", flat=True)) == ["case:K-1"]


@pytest.mark.parametrize("end", ["mandate", "account", "subscription"])
def test_what_ended_meanwhile_is_withheld(clerk: Account, subscriber: Subscriber, end: str) -> None:
    wanted = services.subscribe(clerk, subscriber.url, [DECIDED])
    tell(1)
    delivery.spread()
    if end == "mandate":
        Mandate.objects.update(until=timezone.localdate())
    elif end == "account":
        accounts.set_active(clerk, False, actor="command line")
    else:
        services.end(wanted)
    delivery.deliver()
    assert Delivery.objects.get().state == State.WITHHELD and subscriber.came == []


def test_a_type_nobody_asked_for_and_what_was_before_are_not_sent(clerk: Account, subscriber: Subscriber) -> None:
    tell(1)
    services.subscribe(clerk, subscriber.url, ["qonys.case.submitted"])
    services.subscribe(clerk, subscriber.url, [DECIDED])
    delivery.spread()
    assert not Delivery.objects.exists()


def test_what_did_not_arrive_comes_again_with_the_same_id_and_bytes(clerk: Account, subscriber: Subscriber) -> None:
    services.subscribe(clerk, subscriber.url, [DECIDED])
    subscriber.answers = [500, 302]
    tell(1)
    delivery.spread()
    for attempt in range(1, 4):
        delivery.deliver()
        kept = Delivery.objects.get()
        assert kept.attempts == attempt
        if attempt < 3:
            assert kept.state == State.WAITING and kept.due > timezone.now() + delivery.wait(attempt) * 0.9
            assert delivery.deliver() == 0  # not before its time
            Delivery.objects.update(due=timezone.now())
    assert kept.state == State.DELIVERED
    assert len({body for _head, body in subscriber.came}) == 1 and len(subscriber.came) == 3


def test_a_delivery_is_given_up_after_two_days_and_can_be_asked_for_again(
    clerk: Account, subscriber: Subscriber
) -> None:
    assert timedelta(days=1) < sum(map(delivery.wait, range(1, delivery.ATTEMPTS)), timedelta()) < timedelta(days=3)
    services.subscribe(clerk, subscriber.url, [DECIDED])
    subscriber.answers = [500]
    tell(1)
    delivery.spread()
    Delivery.objects.update(attempts=delivery.ATTEMPTS - 1)
    delivery.deliver()
    kept = Delivery.objects.get()
    assert (kept.state, kept.status, kept.remark) == (State.GIVEN_UP, 500, "answered 500")
    services.again(kept)
    delivery.deliver()
    assert Delivery.objects.get().state == State.DELIVERED


def test_a_worker_that_died_between_sending_and_noting_sends_again(clerk: Account, subscriber: Subscriber) -> None:
    services.subscribe(clerk, subscriber.url, [DECIDED])
    tell(1)
    delivery.spread()
    next(delivery._due())  # claimed by a worker that dies here
    assert delivery.deliver() == 0
    Delivery.objects.update(due=timezone.now())  # its claim has run out
    assert delivery.deliver() == 1 and Delivery.objects.get().state == State.DELIVERED


def test_a_subscriber_that_is_silent_does_not_hold_up_the_others(
    clerk: Account, subscriber: Subscriber, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "SILENCE", 0.2)
    services.subscribe(clerk, "http://127.0.0.1:9/closed", [DECIDED])
    services.subscribe(clerk, subscriber.url, [DECIDED])
    for number in range(3):
        tell(number)
    delivery.spread()
    delivery.deliver()
    assert len(subscriber.came) == 3
    waiting = Delivery.objects.filter(state=State.WAITING).order_by("id")
    assert [each.attempts for each in waiting] == [1, 0, 0]


def test_one_that_answers_too_slowly_is_cut_off(
    clerk: Account, subscriber: Subscriber, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "PATIENCE", 0.2)
    subscriber.silence = 1.0
    wanted = services.subscribe(clerk, subscriber.url, [DECIDED])
    services.ping(wanted)
    started = time.monotonic()
    delivery.deliver()
    assert time.monotonic() - started < 0.9
    assert Delivery.objects.get().state == State.WAITING


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/", "ftp://example.org/", "https://", "https://u:p@example.org/", "https://127.0.0.1/",
        "https://[::1]/", "https://10.1.2.3/", "https://169.254.169.254/latest", "https://192.168.0.1/",
        "https://[::ffff:10.0.0.1]/", "https://0.0.0.0/", "https://224.0.0.1/", "https://a b/", "https://x:99999/",
        "javascript:alert(1)", "https://[", "https://example.org/\r\nHost: inner", "https://100.64.0.1/",
    ],
)  # fmt: skip
def test_addresses_of_our_own_network_are_refused(url: str) -> None:
    with pytest.raises(ForbiddenAddress):
        addresses.refuse_form(url)


def test_a_name_that_leads_into_our_network_is_refused_when_it_is_asked(
    clerk: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def inner(*asked: object, **more: object) -> list[tuple[Any, ...]]:
        return [(2, 1, 6, "", ("93.184.216.34", 443)), (2, 1, 6, "", ("10.0.0.5", 443))]

    monkeypatch.setattr(addresses.socket, "getaddrinfo", inner)
    wanted = services.subscribe(clerk, "https://innocent.example.org/", [DECIDED])
    services.ping(wanted)
    delivery.deliver()
    kept = Delivery.objects.get()
    assert (kept.state, kept.remark) == (State.WAITING, "the address lies in a private network")


def test_plain_http_is_for_this_machine_alone(settings: Any) -> None:
    settings.QONYS_WEBHOOK_HOSTS = ["10.0.0.5", "127.0.0.1"]
    with pytest.raises(ForbiddenAddress):
        addresses.refuse_form("http://10.0.0.5/")
    assert addresses.resolve(addresses.refuse_form("http://127.0.0.1:80/")) == "127.0.0.1"
    assert addresses.refuse_form("https://10.0.0.5/").trusted


def test_only_what_is_published_can_be_subscribed(clerk: Account) -> None:
    with pytest.raises(UnknownEventType):
        services.subscribe(clerk, "https://example.org/", ["qonys.rumour"])
    assert not Subscription.objects.exists()


def test_old_events_are_forgotten_with_what_became_of_them(clerk: Account, subscriber: Subscriber) -> None:
    services.subscribe(clerk, subscriber.url, [DECIDED])
    tell(1)
    tasks.deliver({}, lambda share, stage: None)
    Event.objects.update(at=timezone.now() - timedelta(days=31))
    tasks.tidy({}, lambda share, stage: None)
    assert not Delivery.objects.exists()


def test_every_state_of_a_delivery_is_in_the_table() -> None:
    assert set(NEXT) == set(State)
