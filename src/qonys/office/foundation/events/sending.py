"""One event as CloudEvents 1.0, signed, over one connection to one address."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import socket
import ssl
import threading
import time
from datetime import datetime

from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent
from django.conf import settings

from qonys.office.foundation.events import addresses
from qonys.office.foundation.events.models import Event, Subscription

CONTENT = "application/cloudevents+json; charset=utf-8"
SILENCE = 5.0  # seconds a subscriber may be silent
PATIENCE = 15.0  # seconds for the whole of it


def written(event: Event) -> bytes:
    """The event as a structured JSON message; the same bytes at every attempt."""
    attributes = {
        "id": str(event.uuid),
        "source": settings.QONYS_EVENT_SOURCE,
        "type": event.type,
        "subject": event.subject,
        "time": event.at,
        "datacontenttype": "application/json",
    }
    return JSONFormat().write(CloudEvent(attributes=attributes, data=json.loads(event.data)))


def signature(secret: str, moment: int, body: bytes) -> str:
    """`t=1790000000,v1=<hex>`: HMAC-SHA256 over moment, a dot and the body; the moment stops old letters."""
    made = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={made}"


def send(event: Event, subscription: Subscription, now: datetime) -> int:
    """The status of the subscriber's answer. Raises ForbiddenAddress, OSError, HTTPException."""
    target = addresses.refuse_form(subscription.url)
    body = written(event)
    head = {
        "Content-Type": CONTENT,
        "User-Agent": "Qonys",
        "Qonys-Signature": signature(subscription.secret, int(now.timestamp()), body),
    }
    connection = _connection(target)
    end = threading.Timer(PATIENCE, _cut, (connection,))  # one that sends a letter a second must not keep us
    end.start()
    started = time.monotonic()
    try:
        connection.request("POST", target.path, body, head)
        return connection.getresponse().status
    except (AttributeError, ValueError) as problem:  # cut while http.client was reading
        raise TimeoutError(f"no answer within {time.monotonic() - started:.0f} seconds") from problem
    finally:
        end.cancel()
        connection.close()


def _connection(target: addresses.Target) -> http.client.HTTPConnection:
    """Connected to the machine that was looked at, in the name of the host."""
    machine = addresses.resolve(target)
    connection = http.client.HTTPConnection(target.host, target.port, timeout=SILENCE)
    plain = socket.create_connection((machine, target.port), timeout=SILENCE)
    if target.secure:
        try:
            plain = ssl.create_default_context().wrap_socket(plain, server_hostname=target.host)
        except BaseException:
            plain.close()
            raise
    connection.sock = plain
    return connection


def _cut(connection: http.client.HTTPConnection) -> None:
    held = connection.sock
    if held is not None:
        try:
            held.shutdown(socket.SHUT_RDWR)
        except OSError:
            held.close()
