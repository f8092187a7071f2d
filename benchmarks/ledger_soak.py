"""One database of benchmarks/ledger.py: `python ledger_soak.py OPERATIONS PROCESSES KILLS`.

What a process does is drawn from its name and the number of the batch alone, so whoever takes over after a kill sends
the very same batch again. Each request carries a key; the log of a process says which batches were acknowledged and
what became of each key.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import OperationalError, connection  # noqa: E402

from qonys.office.casework.ledger import checking, orders, services  # noqa: E402
from qonys.office.casework.ledger.models import Entry, Order, Quota, Reservation  # noqa: E402
from qonys.office.casework.ledger.orders import Document, Places  # noqa: E402
from qonys.office.casework.ledger.refusals import KeyTaken, NotEnough  # noqa: E402
from qonys.office.casework.ledger.services import Ask, Change, Request  # noqa: E402
from qonys.office.casework.ledger.states import State  # noqa: E402
from qonys.office.foundation.authority import territories  # noqa: E402
from qonys.office.foundation.authority.models import Territory  # noqa: E402
from qonys.office.foundation.journal import verification  # noqa: E402

YEAR, DAY = 2026, date(2025, 12, 12)
KINDS = ("kandas", "resettlers", "category_3")
SIZES = (1, 1, 8, 120)  # operations in one transaction, drawn for each: a single wish, a page, a commission's list
S = State
# What becomes of a place, batch after batch; whoever still waits gives up in the end.
COURSES = (
    (S.USED,), (S.RELEASED,), (S.FROZEN, S.RESERVED, S.USED), (S.FROZEN, S.RELEASED), (S.USED, S.RELEASED),
    (S.RELEASED,), (S.USED, S.RELEASED), (),
)  # fmt: skip
EVERY_ORDER, EVERY_EXPIRY = 20, 25  # batches of a process between two orders, and between two looks at the clock


def main(operations: int, processes: int, kills: int) -> int:
    call_command("migrate", verbosity=0)
    quotas = opened()
    folder = Path(os.environ["QONYS_HOME"]) / "logs"
    folder.mkdir()
    connection.close()  # nobody inherits it
    started = time.monotonic()
    killed = siege(folder, quotas, operations // processes, processes, kills)
    seconds = time.monotonic() - started
    logs = [log(folder / str(number)) for number in range(processes)]
    done = sum(lines["operations"] for lines in logs)
    wrong = judged(logs)
    told = f"{connection.vendor}: {done:,} operations by {processes} processes in {seconds:.0f} s"
    print(f"{told} ({done / seconds:,.0f} a second), {killed} killed; {size()}")
    print(
        "  0 oversold, 0 lost, 0 doubled; the journal verifies" if not wrong else "  BROKEN: " + "; ".join(wrong[:20])
    )
    return 1 if wrong else 0


def opened() -> list[int]:
    """Sixty quotas, some scarce."""
    territories.sync("kz")
    paths = [each.pk for each in Territory.objects.order_by("pk") if each.until is None and each.pk.count("/") == 2]
    wanted = {
        Places(YEAR, kind, path): 400 * (1 + place % 7) for kind in KINDS for place, path in enumerate(paths[:20])
    }
    orders.carry("open", Document("1", DAY, "a siege"), wanted)
    return list(Quota.objects.order_by("pk").values_list("pk", flat=True))


def siege(folder: Path, quotas: list[int], each: int, processes: int, kills: int) -> int:
    """Run them all, kill one now and then, let another take its place; returns how many were killed."""
    drawn, running, killed = random.Random(7), dict[int, int](), 0
    for name in range(processes):
        running[begin(folder, name, quotas, each)] = name
    aim = 0.0
    while running:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid:
            name = running.pop(pid)
            if os.WIFSIGNALED(status):
                running[begin(folder, name, quotas, each)] = name
            elif status:
                for each in running:
                    os.kill(each, signal.SIGKILL)
                raise RuntimeError((folder / f"{name}.error").read_text())
            continue
        share = sum(progress(folder / str(name)) for name in range(processes)) / (each * processes)
        if killed < kills and share >= aim and running:
            os.kill(drawn.choice(list(running)), signal.SIGKILL)
            killed, aim = killed + 1, (killed + 1) / kills * 0.95
        time.sleep(0.05)
    return killed


def begin(folder: Path, name: int, quotas: list[int], each: int) -> int:
    pid = os.fork()
    if pid == 0:
        try:
            work(folder / str(name), name, quotas, each)
            os._exit(0)
        except BaseException as error:
            (folder / f"{name}.error").write_text(repr(error))
            os._exit(1)
    return pid


def work(path: Path, name: int, quotas: list[int], operations: int) -> None:
    """Go on after the last acknowledged batch; each line of the log is written when the database has committed."""
    lines = log(path)
    batch, done = lines["batches"], lines["operations"]
    with path.open("a") as told:
        while done < operations:
            requests = list(drawn(name, batch, quotas))
            outcomes = sent(requests, name)
            became = {q.key: o.reservation.state for q, o in zip(requests, outcomes, strict=True) if o.reservation}
            done += len(requests)
            if batch % EVERY_ORDER == EVERY_ORDER - 1:
                done += order(name, batch)
            if batch % EVERY_EXPIRY == EVERY_EXPIRY - 1:
                expire()
            batch += 1
            told.write(json.dumps({"batch": batch, "operations": done, "became": became}) + "\n")
            told.flush()


def sent(requests: list[Request], name: int) -> list[services.Outcome]:
    """Until the database takes it: sixteen writers on one file may keep one of them waiting beyond its patience."""
    while True:
        try:
            return services.carry_out(requests, actor=f"siege:{name}")
        except OperationalError:
            connection.close()


def drawn(name: int, batch: int, quotas: list[int]) -> Iterator[Request]:
    """First what becomes of places asked for in earlier batches, then new ones."""
    for back, step in ((2, 0), (4, 1), (6, 2)):
        yield from steps(name, batch - back, step, quotas)
    yield from asks(name, batch, quotas)


def asks(name: int, batch: int, quotas: list[int]) -> Iterator[Ask]:
    if batch < 0:
        return
    draw = random.Random(f"{name}/{batch}")
    soon = datetime.now(UTC) + timedelta(seconds=1)
    for place in range(draw.choice(SIZES)):
        units, priority = draw.choice((1, 2, 3, 4, 5, 6)), draw.choice((0, 1, 1, 1))
        until = soon if draw.random() < 0.1 else None
        yield Ask(f"{name}/{batch}/{place}", draw.choice(quotas), units, None, priority, until)


def steps(name: int, batch: int, step: int, quotas: list[int]) -> Iterator[Change]:
    for ask in asks(name, batch, quotas):
        course = COURSES[sum(map(ord, ask.key)) % len(COURSES)]
        if step < len(course):
            yield Change(ask.key, course[step])
        elif step == 2 and S.RELEASED not in course and sum(map(ord, ask.key)) % 3:
            yield Change(ask.key, S.RELEASED)  # most are given back, or all quotas would soon be used up


def order(name: int, batch: int) -> int:
    """Open a few places, or move some between two regions; refused when too few are free."""
    draw = random.Random(f"order {name}/{batch}")
    paths = list(Quota.objects.filter(kind="kandas").order_by("pk").values_list("territory_id", flat=True))
    one, other = draw.sample(paths, 2)
    kind, lines = draw.choice((
        ("open", {Places(YEAR, "kandas", one): draw.randint(1, 9)}),
        ("recut", {Places(YEAR, "kandas", one): -3, Places(YEAR, "kandas", other): 3}),
        ("swap", {Places(YEAR, "kandas", one): -2, Places(YEAR, "resettlers", other): 2}),
    ))  # fmt: skip
    try:
        orders.carry(kind, Document(f"{name}/{batch}", DAY, "a siege"), lines)
    except (KeyTaken, NotEnough, OperationalError):  # carried out before the kill, too few were free, or never begun
        return 0
    return len(lines)


def expire() -> None:
    with suppress(OperationalError):  # it comes round again
        services.expire()


def log(path: Path) -> dict[str, object]:
    """What a process was told: batches and operations acknowledged, and the last that became of each key."""
    batches, operations, became = 0, 0, dict[str, str]()
    for line in path.read_text().splitlines(keepends=True) if path.exists() else ():
        if line.endswith("\n"):
            told = json.loads(line)
            batches, operations = told["batch"], told["operations"]
            became |= told["became"]
    if path.exists() and not path.read_text().endswith("\n"):
        path.write_text("".join(path.read_text().rpartition("\n")[:2]))  # a line the kill cut off was never told
    return {"batches": batches, "operations": operations, "became": became}


def progress(path: Path) -> int:
    """Operations acknowledged so far, from the end of the log."""
    if not path.exists() or not path.stat().st_size:
        return 0
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 40_000))
        ends = [line for line in file.read().split(b"\n") if line.startswith(b'{"batch"') and line.endswith(b"}")]
    return int(json.loads(ends[-1])["operations"]) if ends else 0


def judged(logs: list[dict[str, object]]) -> list[str]:
    """Everything that is wrong."""
    wrong = [str(each) for each in checking.check()]
    real = dict(Reservation.objects.values_list("key", "state").iterator())
    # Only time and the waiting list move a place behind its owner's back.
    later = {("reserved", "expired"), ("waiting", "reserved"), ("waiting", "expired")}
    for told in logs:
        for key, state in told["became"].items():  # type: ignore[attr-defined]
            now = real.pop(key, "lost")
            if now != state and (state, now) not in later:
                wrong.append(f"{key} was told {state}, is {now}")
    wrong += [f"{key} was never acknowledged" for key in real]
    twice = Entry.objects.exclude(reservation=None).values_list("reservation", "act").iterator()
    wrong += [f"{each} came twice" for each, count in Counter(twice).items() if count > 1]
    wrong += [str(each) for each in verification.verify().broken]
    return wrong


def size() -> str:
    quotas, reservations, entries = checking.size()
    return f"{quotas} quotas, {reservations:,} reservations, {entries:,} entries, {Order.objects.count():,} orders"


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
