"""`manage worker`: give the jobs of dead workers a new start, then work off the queue, asking for regular work."""

from __future__ import annotations

import threading
from typing import Any, ClassVar

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from qonys.office.foundation.jobs import presence, regular, services, size
from qonys.office.foundation.watch.lines import catch_what_nobody_caught

PATIENCE = 2.0  # seconds to take leave in


class Command(BaseCommand):
    requires_system_checks: ClassVar[list[str]] = []  # they load every page of the web server, which no job needs
    help = "Work off the queue of jobs (one worker is enough)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--batch", action="store_true", help="Stop when the queue is empty.")
        parser.add_argument(
            "--leave-above",
            type=int,
            metavar="MB",
            help="Stop after a job, when none waits, if more memory is held: whoever started it starts another.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        for job in services.recover():
            self.stderr.write(f"Job {job} had lost its worker.")
        catch_what_nobody_caught()
        over = threading.Event()
        life = threading.Thread(target=presence.keep_showing, args=(over,), name="signs of life", daemon=True)
        life.start()
        if not options["batch"]:
            threading.Thread(target=regular.keep_asking, args=(over,), name="regular work", daemon=True).start()
        if limit := options["leave_above"]:
            size.leave_above(limit)
        try:
            call_command(
                "db_worker", interval=0.5, batch=options["batch"], startup_delay=False, reload=False, verbosity=0
            )
        finally:
            over.set()
            life.join(PATIENCE)
