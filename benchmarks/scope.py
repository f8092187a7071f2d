"""The scope function over a million rows: a list of a hundred, a count capped at ten thousand, one row.

    python benchmarks/scope.py [--rows 1000000] [--json]

Uses the database of DATABASE_URL, which must be empty, or a new SQLite file that is removed afterwards. The rows lie
in 2,400 villages of 200 districts of 20 regions, and are listed by a day on which something is due. 3,000 other
officers hold mandates too.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import django

HOME = tempfile.TemporaryDirectory()
os.environ |= {"QONYS_HOME": HOME.name, "DJANGO_SETTINGS_MODULE": "qonys.office.project.settings"}
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, models  # noqa: E402

from qonys.office.foundation.authority import territories  # noqa: E402
from qonys.office.foundation.authority.models import Account, Mandate, Territory  # noqa: E402
from qonys.office.foundation.authority.places import Lies  # noqa: E402
from qonys.office.foundation.authority.roles import Action  # noqa: E402
from qonys.office.foundation.authority.scope import common_path, within  # noqa: E402

PROCEDURES = ("kandas", "resettlement", "labour")
ROUNDS = 5


def main(arguments: list[str]) -> None:
    rows = int(arguments[arguments.index("--rows") + 1]) if "--rows" in arguments else 1_000_000
    measured = measure(rows)
    if "--json" in arguments:
        print(json.dumps(measured))
        return
    for row in measured:
        print("{officer:<28} {asked:<8} {alone:>9.2f} ms   inside {inside:>9.2f} ms".format(**row))


def measure(rows: int) -> list[dict[str, Any]]:
    call_command("migrate", verbosity=0)
    villages = country()
    file = files()
    fill(file, rows, villages)
    others(villages)
    accounts = {name: account_with(name, held) for name, held in officers(villages).items()}
    analyze()
    return [row for name, account in accounts.items() for row in of_one(file, name, account)]


def country() -> list[str]:
    """Paths of the villages; all territories are written down."""
    regions = [f"KZ/R{r:02d}/" for r in range(20)]
    districts = [f"{region}D{d:02d}/" for region in regions for d in range(10)]
    villages = [f"{district}V{v:02d}/" for district in districts for v in range(12)]
    paths = ["KZ/", *regions, *districts, *villages]
    territories.add(Territory(path=p, code=p.split("/")[-2], name_kk=p, name_ru=p, name_en=p) for p in paths)
    return villages


def files() -> Any:
    """A table like that of cases: where a row lies, and what it is listed by."""

    class File(models.Model):
        territory = models.ForeignKey(Territory, on_delete=models.PROTECT, db_index=False)
        procedure = models.CharField(max_length=40)
        due = models.IntegerField()
        lies = Lies(territory="territory", procedure="procedure")

        class Meta:
            app_label = "benchmark"
            indexes = (
                models.Index(fields=("due", "id"), name="file_by_due"),
                models.Index(fields=("territory", "due"), name="file_by_place"),
            )

    with connection.schema_editor() as editor:
        editor.create_model(File)
    return File


def fill(file: Any, rows: int, villages: list[str]) -> None:
    drawn = random.Random(2026)
    for start in range(0, rows, 20_000):
        file.objects.bulk_create(
            file(territory_id=drawn.choice(villages), procedure=drawn.choice(PROCEDURES), due=drawn.randrange(1000))
            for _ in range(min(20_000, rows - start))
        )


def others(villages: list[str]) -> None:
    for account in Account.objects.bulk_create(Account(login=f"other{n}", kind="officer") for n in range(3000)):
        give(account, [(villages[account.pk % len(villages)], "")])


def officers(villages: list[str]) -> dict[str, list[tuple[str, str]]]:
    some = random.Random(7).sample(villages, 200)
    return {
        "the nation": [("KZ/", "")],
        "one region": [("KZ/R07/", "")],
        "one region, one procedure": [("KZ/R07/", "kandas")],
        "one village, one procedure": [("KZ/R07/D03/V02/", "kandas")],
        "200 villages": [(village, PROCEDURES[n % 3]) for n, village in enumerate(some)],
        "no mandate": [],
    }


def account_with(name: str, held: list[tuple[str, str]]) -> Any:
    account = Account.objects.create(login=name, kind="officer")
    give(account, held)
    return account


def give(account: Any, held: list[tuple[str, str]]) -> None:
    Mandate.objects.bulk_create(
        Mandate(account=account, role="auditor", territory_id=place, procedure=procedure, since=date(2026, 1, 1))
        for place, procedure in held
    )


def of_one(file: Any, name: str, account: Any) -> list[dict[str, Any]]:
    rows = file.objects.all()
    asked: dict[str, Callable[[str], Any]] = {
        "list": lambda inside: list(within(rows, account, Action.SEE, inside=inside).order_by("due", "id")[:100]),
        "count": lambda inside: within(rows, account, Action.SEE, inside=inside).order_by()[:10_001].count(),
        "one": lambda inside: within(rows.filter(pk=777), account, Action.SEE, inside=inside).exists(),
    }
    told = []
    for question, ask in asked.items():
        alone = milliseconds(lambda ask=ask: ask(""))
        inside = milliseconds(lambda ask=ask: ask(common_path(account, Action.SEE)))
        told.append({"officer": name, "asked": question, "alone": alone, "inside": inside})
    return told


def milliseconds(work: Callable[[], Any]) -> float:
    taken = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - started))
    return statistics.median(taken)


def analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    main(sys.argv[1:])
