"""Browsers and programs that ask the office, each over a connection of its own that is kept open."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from itertools import count
from urllib.parse import quote

PATIENCE = 60.0
NUMBERS = count(1)


def wait_for(port: int) -> None:
    """Until the first page is answered."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            connection.request("GET", "/health/live")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("The web server does not answer.")


def ask(port: int, cookies: Sequence[str], paths: Sequence[str], times: int) -> list[float]:
    """Milliseconds of every page, after each asker has warmed up with one."""
    with ThreadPoolExecutor(len(cookies)) as askers:
        work = [askers.submit(_browser, port, cookie, paths, times, place) for place, cookie in enumerate(cookies)]
        return [each for done in work for each in done.result()]


def _browser(port: int, cookie: str, paths: Sequence[str], times: int, place: int) -> list[float]:
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    taken = []
    for number in range(times + 1):
        path = quote(paths[(number + place) % len(paths)], safe="/?=&")
        started = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": cookie, "Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        answer.read()
        taken.append(1000 * (time.perf_counter() - started))
        if answer.status != 200:
            raise SystemExit(f"{path} answered {answer.status} {answer.getheader('Location', '')}.")
    return taken[1:]


def create(port: int, tokens: Sequence[str], cases: int) -> float:
    """New cases a second: person, case, journal and outbox, each in one authenticated request."""
    each = -(-cases // len(tokens))
    parts = [min(each, cases - start) for start in range(0, cases, each)]
    with ThreadPoolExecutor(len(tokens)) as askers:
        started = time.perf_counter()
        work = [askers.submit(_program, port, token, part) for token, part in zip(tokens, parts, strict=False)]
        for done in work:
            done.result()
        return cases / (time.perf_counter() - started)


def _program(port: int, token: str, cases: int) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    place = json.loads(_answer(connection, "GET", "/api/v1/me/mandates", token, None, 200))["items"][0]["territory"]
    for _ in range(cases):
        body = json.dumps(_application(next(NUMBERS), place.split("/")[1]))
        _answer(connection, "POST", "/api/v1/cases", token, body, 201)


def _answer(connection: HTTPConnection, method: str, path: str, token: str, body: str | None, wanted: int) -> bytes:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    content = answer.read()
    if answer.status != wanted:
        raise SystemExit(f"{method} {path} answered {answer.status}: {content[:300]!r}")
    return content


def _application(number: int, region: str) -> dict[str, object]:
    return {
        "procedure": "kandas",
        "applicant": {"surname": f"Жаңаев{number}", "given": "Асан", "birth_date": "1990-03-09", "sex": "male"},
        "application": {"settle": region, "from_country": "UZ", "story": "Бенчмарк үшін ойдан алынған."},
        "lapses": "2027-05-01",
    }
