"""The whole office on one machine: everything is prepared here, then a small process watches over the others."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

from django.conf import settings
from django.core.management import call_command

from qonys.office.foundation.authority import territories
from qonys.office.foundation.authority.selectors import anybody_holds
from qonys.office.planning.forecasts.tasks import ensure_first_forecast
from qonys.office.planning.scenarios.tasks import ensure_library
from qonys.office.project import translations
from qonys.office.project.demonstration import tasks as demonstration


def prepare() -> None:
    """Catalogues compiled, tables and territories there, the first forecast and its scenarios asked for."""
    translations.compile()
    call_command("migrate", verbosity=0)
    territories.sync(settings.QONYS_COUNTRY)
    if settings.QONYS_DEMO:
        demonstration.ask()
    ensure_first_forecast()
    ensure_library()


def lacks_an_administrator() -> bool:
    """Nobody can let officers in yet; in a demonstration one is about to be invented."""
    return not settings.QONYS_DEMO and not anybody_holds("administrator")


def serve(host: str, port: int) -> NoReturn:
    """Go over into the process that watches: it needs nothing of what is loaded here, and stays for months."""
    sys.stdout.flush()
    sys.stderr.flush()
    told = (host, str(port), str(settings.QONYS_PROCESSES))
    os.execv(sys.executable, [sys.executable, "-m", "qonys.office.project.supervise", *told])
