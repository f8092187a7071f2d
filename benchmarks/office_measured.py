"""One database of benchmarks/office.py: build, serve, ask; prints rows as JSON on standard output."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import django

django.setup()

import office_asked  # noqa: E402
import office_data  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402
from office import Row  # noqa: E402
from own_postgres import free_port  # noqa: E402

from qonys.countries.demonstration import read_demonstration  # noqa: E402
from qonys.countries.folders import pack_folder  # noqa: E402
from qonys.engines.vocabulary.territory import Names  # noqa: E402
from qonys.office.casework.cases import permissions  # noqa: E402
from qonys.office.casework.cases.models import Case  # noqa: E402
from qonys.office.foundation.authority import territories  # noqa: E402
from qonys.office.foundation.authority.models import Account, Kind, Mandate  # noqa: E402
from qonys.office.foundation.tokens import services as tokens  # noqa: E402
from qonys.office.foundation.tokens.scopes import SCOPES  # noqa: E402
from qonys.office.project import translations  # noqa: E402
from qonys.office.registers.sources.models import Kind as SourceKind  # noqa: E402
from qonys.office.registers.sources.services import declare  # noqa: E402

LIST, ONE = "/kk/office/cases/?queue={queue}", "/kk/office/cases/{number}/"
QUEUES = ("late", "waiting", "all", "review", "lapsing", "followed")
PERSONS = "/kk/office/persons/?q=Мысалов22"  # two thousand people of a million cases: a common name
SEARCHED = "/kk/office/cases/?queue=all&q={words}"
ONE_USER, MANY = 60, 12  # requests of each
NEW_CASES, WRITERS = 1500, 8
REGION = "KZ/KZ-75/"  # the largest
# A search asks whom of some namesakes an officer may see, then of more, then of all: by people, never by mandates.
STEPS = {"search a person": 3}


def main(database: str, cases: int, users: int) -> None:
    watch = Watch(database)
    country = office(cases)
    rows = [watch.phase(f"{cases:,} cases built")]
    regions = sorted({"/".join(path.split("/")[:2]) + "/" for path in country.places})
    officers = [Account.objects.get(login=f"{path.split('/')[1].lower()}-0") for path in regions]
    one = officers[regions.index(REGION)]
    sessions = [session(account) for account in officers]
    mine = session(one)
    numbers = list(Case.objects.filter(region=REGION, lines__gt=4).values_list("number", flat=True)[:200])
    keys = [token(account) for account in officers[:WRITERS]]
    with served() as server:
        rows += lists(database, server, mine, sessions[:users])
        rows += pages(database, "the officer's first page", server, [mine], ["/kk/office/"], 20, 60)
        rows += opened(database, server, mine, numbers)
        rows.append(watch.phase("pages asked"))
        rows += created(database, server, keys)
        rows.append(watch.phase("cases created"))
    rows += queries(database, one, country)
    rows.append(watch.phase("queries counted"))
    print(json.dumps([vars(row) for row in rows]))


class Watch:
    """How long each part of the benchmark takes."""

    def __init__(self, database: str) -> None:
        self.database, self.since = database, time.perf_counter()

    def phase(self, name: str) -> Row:
        before, self.since = self.since, time.perf_counter()
        return Row(self.database, name, self.since - before, "s", "", True)


def office(cases: int) -> office_data.Country:
    """Built, or as it was left the last time (`--keep`)."""
    finished = settings.QONYS_HOME / f"{cases} cases"
    call_command("migrate", verbosity=0)
    country = office_data.country(dict(read_demonstration(pack_folder("kz")).population))
    if not finished.exists():
        build(country, cases)
        finished.touch()
    country.whole = list(Case.objects.filter(lines__gt=1).order_by("-id").values_list("number", flat=True)[:1])
    connection.close()
    return country


def build(country: office_data.Country, cases: int) -> None:
    translations.compile()
    territories.sync("kz")
    office_data.add_districts(country)
    source = declare("bench", Names("-", "-", "-"), SourceKind.APPLICATION, owner="-", actor="bench")
    connection.ensure_connection()
    if connection.vendor == "sqlite":  # a lost power supply would cost a benchmark, no case
        connection.connection.execute("PRAGMA synchronous = OFF")
        connection.connection.execute("PRAGMA cache_size = -800000")
    for code in sorted({path.split("/")[1] for path in country.places}):
        staff = [officer(f"{code.lower()}-{number}", "career_centre_officer", f"KZ/{code}/") for number in range(8)]
        country.officers[code] = [account.pk for account in staff]
    office_data.fill(country, cases, source.pk, timezone.localdate())


def officer(login: str, role: str, *places: str) -> Account:
    told = {"display_name": login, "kind": Kind.OFFICER, "language": "kk"}
    account, _new = Account.objects.get_or_create(login=login, defaults=told)
    account.mandates.all().delete()  # of the office as it was kept
    Mandate.objects.bulk_create(
        Mandate(account=account, role=role, territory_id=path, since=date(2026, 1, 1), reason="a benchmark")
        for path in places
    )
    return account


def session(account: Account) -> str:
    """A session as signing in leaves it; returns its cookie."""
    kept = SessionStore()
    backend = settings.AUTHENTICATION_BACKENDS[0]
    kept["_auth_user_id"], kept["_auth_user_backend"] = str(account.pk), backend
    kept["_auth_user_hash"] = account.get_session_auth_hash()
    kept["seen"] = kept["since"] = int(time.time())
    kept.save()
    return f"{settings.SESSION_COOKIE_NAME}={kept.session_key}"


def token(account: Account) -> str:
    return tokens.give_personal(account, "bench", SCOPES, 1, actor="bench").letters


@dataclass(frozen=True)
class Server:
    port: int
    process: int

    def busy(self) -> float:
        """Milliseconds of processor it has used: what a page costs, however busy the machine is with other things."""
        return sum(_busy(process) for process in (self.process, *_children(self.process)))


def _children(process: int) -> list[int]:
    found = Path(f"/proc/{process}/task/{process}/children")
    own = [int(each) for each in found.read_text().split()] if found.exists() else []
    return own + [each for child in own for each in _children(child)]


def _busy(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def served() -> Iterator[Server]:
    """The web server as `qonys serve` starts it."""
    port = free_port()
    told = ("127.0.0.1", str(port), str(settings.QONYS_PROCESSES))
    server = subprocess.Popen([sys.executable, "-m", "qonys.office.project.web", *told], stdout=sys.stderr)
    try:
        office_asked.wait_for(port)
        yield Server(port, server.pid)
    finally:
        server.terminate()
        server.wait(20)


def lists(database: str, server: Server, mine: str, sessions: list[str]) -> list[Row]:
    asked = [LIST.format(queue=queue) for queue in QUEUES]
    office_asked.ask(server.port, sessions, asked, 2)  # every process has shown a page before it is measured
    words = [SEARCHED.format(words=word) for word in ("Сынақов1", "Өмір", "мысалов22")]
    rows = pages(database, "list, one regional officer", server, [mine], asked, ONE_USER, 60)
    rows += pages(database, f"list, {len(sessions)} officers at once", server, sessions, asked, MANY, 150)
    rows += pages(database, "search by a name", server, [mine], words, 9, None)
    return rows + pages(database, "search a person", server, [mine], [PERSONS], 5, None)


def opened(database: str, server: Server, mine: str, numbers: list[str]) -> list[Row]:
    paths = [ONE.format(number=number) for number in numbers]
    return pages(database, "open a case", server, [mine], paths, min(ONE_USER, len(paths)), 60)


def created(database: str, server: Server, keys: list[str]) -> list[Row]:
    before, busy = Case.objects.count(), server.busy()
    rate = office_asked.create(server.port, keys, NEW_CASES)
    made = Case.objects.count() - before
    if made != NEW_CASES:
        raise SystemExit(f"{made} cases were written, {NEW_CASES} were sent.")
    cost = (server.busy() - busy) / made
    return [
        Row(database, f"new cases by the API, {len(keys)} at once", rate, "/s", ">= 200", rate >= 200),
        Row(database, "new cases by the API: processor of the server", cost, "ms", "", True),
    ]


def pages(
    database: str, what: str, server: Server, cookies: list[str], paths: list[str], times: int, bar: float | None
) -> list[Row]:
    busy = server.busy()
    taken = sorted(office_asked.ask(server.port, cookies, paths, times))
    cost = (server.busy() - busy) / (len(taken) + len(cookies))
    half, late = statistics.median(taken), taken[int(0.95 * (len(taken) - 1))]
    limit = "" if bar is None else f"<= {bar:g}"
    return [
        Row(database, f"{what}: p50", half, "ms", limit, bar is None or half <= bar),
        Row(database, f"{what}: p95", late, "ms", "", True),
        Row(database, f"{what}: processor of the server", cost, "ms", "", True),
    ]


def queries(database: str, one: Account, country: office_data.Country) -> list[Row]:
    """Of each page: with few rows and with many, with one mandate and with two hundred."""
    whole = Case.objects.get(number=country.whole[0])
    few = officer("few", "career_centre_officer", whole.territory_id)
    many = officer("many", "career_centre_officer", *country.places[:200])
    pages: dict[str, Callable[[Account], str]] = {
        "list": lambda account: LIST.format(queue="all"),
        "open a case": lambda account: ONE.format(number=_number_of(account)),
        "search": lambda account: SEARCHED.format(words="Өмір"),
        "search a person": lambda account: PERSONS,
        "export": lambda account: "/kk/office/cases/export.csv?queue=to_decide",
    }
    rows: list[Row] = []
    for name, path in pages.items():
        counts = {account.login: _queries(account, path(account)) for account in (few, one, many)}
        spread = max(counts.values()) - min(counts.values())
        rows.append(Row(database, f"queries: {name}", max(counts.values()), "", "<= 15", max(counts.values()) <= 15))
        most = STEPS.get(name, 0)
        rows.append(Row(database, f"queries: {name}, most less least", spread, "", f"<= {most}", spread <= most))
    return rows


def _number_of(account: Account) -> str:
    found = permissions.visible(account).filter(lines__gt=1).order_by("due", "id")
    return str(found[0].number)


def _queries(account: Account, path: str) -> int:
    """Asked the second time, when what a process keeps for good is there."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies[settings.SESSION_COOKIE_NAME] = session(account).partition("=")[2]
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            answer: Any = client.get(path, follow=False)
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if answer.status_code != 200 or not content:
            raise SystemExit(f"{path} answered {answer.status_code} to {account.login}.")
    return len([each for each in captured if not each["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))])


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
