"""A real mail server and a real SMS gateway, listening on this machine, that behave as they are told."""

from __future__ import annotations

import json
import logging
import socket
import threading
import time
from email import message_from_bytes
from email.message import Message
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller

from qonys.office.foundation.notices.routes import Route, routes
from qonys.office.foundation.notices.signature import fits

logging.getLogger("mail.log").setLevel(logging.CRITICAL)  # the peer's own log is not the office's
SECRET = "only the gateway and we know"


class MailServer:
    """Takes letters, unless told to answer otherwise at one of the steps of a conversation."""

    def __init__(self) -> None:
        self.letters: list[Message] = []
        self.at_address = ""  # an answer to RCPT instead of 250
        self.at_content = ""  # an answer to DATA instead of 250, after the letter was kept
        self.hang_up = False  # after the letter was kept
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = int(free.getsockname()[1])
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    def __enter__(self) -> MailServer:
        self._controller.start()
        return self

    def __exit__(self, *told: object) -> None:
        self._controller.stop()

    @property
    def routes(self) -> tuple[Route, ...]:
        return routes("QONYS_MAIL", f"smtp://127.0.0.1:{self.port}")

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if self.at_address:
            return f"{self.at_address} <{address}> is not wanted here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.letters.append(message_from_bytes(envelope.content, policy=default))
        if self.hang_up:
            server.transport.abort()
        return self.at_content or "250 OK"


class SmsGateway:
    """Sends each reference to telephones once, whatever often it is asked. `answers` are used up one by one."""

    def __init__(self) -> None:
        self.asked: list[str] = []  # references, in the order they came
        self.sent: dict[str, dict[str, str]] = {}  # what telephones showed, by reference
        self.unsigned = 0
        self.answers: list[str] = []
        self.latency = 0.0
        self._lock = threading.Lock()
        gateway = self

        class Desk(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                gateway.serve(self)

            def log_message(self, *told: object) -> None:
                """Silent."""

        self._server = _Server(("127.0.0.1", 0), Desk)

    def __enter__(self) -> SmsGateway:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *told: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://qonys:{SECRET.replace(' ', '%20')}@127.0.0.1:{self._server.server_port}/messages"

    @property
    def routes(self) -> tuple[Route, ...]:
        return routes("QONYS_SMS", self.url)

    def serve(self, desk: BaseHTTPRequestHandler) -> None:
        body = desk.rfile.read(int(desk.headers["Content-Length"]))
        signed = fits(desk.headers["X-Qonys-Signature"], SECRET, desk.headers["X-Qonys-Time"], body)
        told = json.loads(body)
        with self._lock:
            self.unsigned += not signed
            self.asked.append(told["id"])
            answer = self.answers.pop(0) if self.answers else "200"
            if answer in ("200", "twice", "late", "500 after", "cut", "strange"):
                self.sent.setdefault(told["id"], told)
        assert told["id"] == desk.headers["Idempotency-Key"]
        time.sleep(self.latency)
        self._answer(desk, answer, told["id"])

    def _answer(self, desk: BaseHTTPRequestHandler, answer: str, reference: str) -> None:
        if answer == "late":
            time.sleep(1.0)
        if answer == "cut":
            desk.connection.close()
            return
        status = int(answer[:3]) if answer[:3].isdigit() else 200
        content = b"<html>thanks" if answer == "strange" else json.dumps({"id": f"g-{reference[:8]}"}).encode()
        for _ in range(2 if answer == "twice" else 1):
            desk.send_response(status)
            desk.send_header("Location", "http://127.0.0.1:9/")
            desk.send_header("Content-Length", str(len(content)))
            desk.end_headers()
            desk.wfile.write(content)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 50

    def handle_error(self, *told: Any) -> None:
        """Who asked was killed, or did not wait for the answer: that is what the tests are about."""
