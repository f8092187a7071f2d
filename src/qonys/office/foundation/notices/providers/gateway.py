"""SMS through an HTTP gateway: signed JSON (docs/reference/notices.md says what it must look like).

The signature is HMAC-SHA256 over time and body with the gateway's secret, so that neither can be changed on the way;
the same secret signs the receipts that come back. No redirection is followed: a message is for the gateway that was
named, and for nobody it points to.
"""

from __future__ import annotations

import http.client
import json
import time

from qonys.office.foundation.notices.providers.port import TIMEOUT, Accepted, Away, Message, Outcome, Refused, Unclear
from qonys.office.foundation.notices.routes import Route
from qonys.office.foundation.notices.signature import signature

ANSWER = 65_536  # bytes that are read of an answer
NEVER = {400, 404, 410, 413, 415, 422}  # what a gateway answers to a message it will never take
NOT_NOW = {401, 402, 403, 407, 408, 425, 429, 503}  # it took nothing


class Gateway:
    def __init__(self, route: Route) -> None:
        self.name, self._route = route.name, route

    def hand_over(self, message: Message) -> Outcome:
        line = self._line()
        try:
            line.connect()
        except OSError as error:  # nothing was handed over
            line.close()
            return Away(f"http {type(error).__name__}")
        try:
            return self._asked(line, message)
        except TimeoutError:
            return Unclear("http timeout")
        except (OSError, http.client.HTTPException):
            return Unclear("http broken off")
        finally:
            line.close()

    def close(self) -> None:
        """Each message has its own connection."""

    def _line(self) -> http.client.HTTPConnection:
        kind = http.client.HTTPSConnection if self._route.scheme == "https" else http.client.HTTPConnection
        return kind(self._route.host, self._route.port, timeout=TIMEOUT)

    def _asked(self, line: http.client.HTTPConnection, message: Message) -> Outcome:
        route, now = self._route, str(int(time.time()))
        told = {"id": message.reference, "to": message.address, "text": message.text, "language": message.language}
        body = json.dumps(told, ensure_ascii=False).encode()
        heads = {
            "Content-Type": "application/json; charset=utf-8",
            "Idempotency-Key": message.reference,
            "X-Qonys-Name": route.user,
            "X-Qonys-Time": now,
            "X-Qonys-Signature": signature(route.secret, now, body),
        }
        line.request("POST", route.path, body=body, headers=heads)
        answer = line.getresponse()
        return _judged(answer.status, answer.read(ANSWER))


def _judged(status: int, content: bytes) -> Outcome:
    if 200 <= status < 300:
        return Accepted(_number(content))
    if status in NEVER:
        return Refused(f"http {status}")
    return Away(f"http {status}") if status in NOT_NOW or status < 400 else Unclear(f"http {status}")


def _number(content: bytes) -> str:
    """By which the gateway knows the message, if it says so in a way we understand."""
    try:
        told = json.loads(content)
    except ValueError:
        return ""
    return str(told.get("id", ""))[:120] if isinstance(told, dict) else ""
