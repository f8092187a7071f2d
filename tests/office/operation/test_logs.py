"""No line of any log holds a person's data, from wherever it comes; and each line is of use without it."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from qonys.office.foundation.watch.discretion import blanked
from tests.office.processes import Environment, empty_office, qonys, start, until

IIN = "510309300127"
FALLS = ("value", "key", "cause", "database", "syntax", "logged", "stream")


@dataclass(frozen=True)
class Server:
    port: int
    told: Path

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(
                method, path, body or None, {name.replace("_", "-"): value for name, value in headers.items()}
            )
            answer = connection.getresponse()
            answer.read()
            return answer.status
        except http.client.HTTPException:
            return 0
        finally:
            connection.close()

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.told.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module", params=["json", "text"])
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Server]]:
    folder = tmp_path_factory.mktemp("served")
    with empty_office(folder / "home", f"logs_{request.param}") as environment:
        assert qonys(environment, "manage", "migrate", "-v0").returncode == 0
        with Running(environment | {"QONYS_LOG_FORMAT": request.param, "QONYS_LOG_LEVEL": "DEBUG"}, folder) as server:
            ask_with_a_persons_data(server)
            yield request.param, server


class Running:
    """The real web server, until the end of the block."""

    def __init__(self, environment: Environment, folder: Path) -> None:
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            self.server = Server(found.getsockname()[1], folder / "told")
        self.environment = environment | {"DJANGO_SETTINGS_MODULE": "tests.office.operation.settings"}

    def __enter__(self) -> Server:
        arguments = ("-m", "qonys.office.project.web", "127.0.0.1", str(self.server.port))
        self.process = start(self.environment, self.server.told, *arguments)
        until(self._is_there)
        return self.server

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)

    def _is_there(self) -> bool:
        try:
            return self.server.ask("GET", "/health/ready") == 200
        except OSError:
            return False


def ask_with_a_persons_data(server: Server) -> None:
    form, kind = (
        urlencode({"iin": IIN, "login": IIN, "password": IIN, "next": IIN}),
        "application/x-www-form-urlencoded",
    )
    for how in FALLS:
        server.ask("GET", f"/fall/{how}/{IIN}?iin={IIN}&name=%D0%90", Referer=f"http://x/{IIN}", Cookie=f"a={IIN}")
    for path in ("/kk/sign-in/", f"/fall/value/{IIN}", f"/kk/{IIN}/", "/en/support/"):
        server.ask("POST", path, form, Content_Type=kind, Origin=f"http://{IIN}.example.kz", X_Request_ID=IIN)
    for path in (f"/kk/{IIN}/", f"/{IIN}", f"/kk/data/{IIN}/", f"/kk/support/?child={IIN}", f"/static/{IIN}.js",
                 f"/kk/planning/quotas/2026/{IIN}/{IIN}.csv", f"/%00{IIN}", f"/kk/?language={IIN}"):  # fmt: skip
        server.ask("GET", path)
    server.ask("GET", "/kk/", Host=f"{IIN}.example.kz")
    server.ask(f"M{IIN}", f"/kk/{IIN}")
    server.ask(
        "POST", "/kk/sign-in/", "x" * 100, Content_Type=f"multipart/form-data; boundary={IIN}", Content_Length="100"
    )
    with socket.create_connection(("127.0.0.1", server.port)) as raw:
        raw.sendall(f"GET /{IIN} HTTP/9.9 {IIN}\r\n{IIN}\r\n\r\n".encode())
        raw.recv(1000)


def test_a_persons_number_is_in_no_line(served: tuple[str, Server]) -> None:
    told = served[1].told.read_text(encoding="utf-8")
    assert IIN not in told and IIN[:9] not in told
    assert "example.kz" not in told


def test_still_each_line_says_what_happened_and_where(served: tuple[str, Server]) -> None:
    form, server = served
    told = server.told.read_text(encoding="utf-8")
    for kind in ("ValueError", "KeyError", "LookupError", "BadInput", "operation/urls.py"):
        assert kind in told
    assert "Somebody logs ..., e-mail ..." in told
    if form == "text":
        return
    answers = [line for line in server.lines() if line["logger"] == "qonys.requests"]
    assert {line["route"] for line in answers} >= {"fall", "sign_in", "run", "support", "unknown"}
    failed = [line for line in server.lines() if line.get("exception") and line.get("status") == 500]
    assert {line["exception"][-1].partition(":")[0] for line in failed} >= {"ValueError", "KeyError", "BadInput"}
    for line in failed:  # the error and the answer carry the same id
        assert [each["status"] for each in answers if each["request"] == line["request"]] == [500]


def test_names_that_look_like_numbers_are_blanked_and_others_are_not() -> None:
    assert blanked("510309300127") == blanked("510309-300127") == blanked("5103 0930 0127") == "..."
    assert blanked("a.b@example.kz") == "..."
    assert blanked("job 1234567 at 2026-11-23 on port 5432") == "job 1234567 at 2026-11-23 on port 5432"


def test_an_error_that_ends_the_worker_says_no_more_than_its_place(tmp_path: Path) -> None:
    code = (
        "import django; django.setup()\n"
        "from qonys.office.foundation.watch.lines import catch_what_nobody_caught as catch\n"
        f"catch(); raise ValueError('{IIN}')\n"
    )
    with empty_office(tmp_path, "ends") as environment:
        process = start(environment | {"QONYS_LOG_FORMAT": "json"}, tmp_path / "told", "-c", code)
        assert process.wait(60) == 1
    told = (tmp_path / "told").read_text()
    assert json.loads(told)["exception"][-1] == "ValueError" and IIN not in told


def test_the_environment_of_these_tests_is_not_that_of_a_desk() -> None:
    assert os.environ.get("QONYS_DEBUG", "0") in ("", "0")
