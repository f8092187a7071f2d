"""A process that writes to the journal until it is killed: `python -m tests.office.journal.writer NAME STREAMS`.

Each transaction adds a line to one of a few streams that all writers share, and one to a stream of its own. What was
committed is told on standard output.
"""

from __future__ import annotations

import itertools
import random
import sys

import django

django.setup()

from django.db import transaction  # noqa: E402

from qonys.office.foundation.journal.services import append  # noqa: E402


def main(name: str, streams: int) -> None:
    for n in itertools.count():
        with transaction.atomic():
            append(f"case:{random.randrange(streams)}", "written", {"writer": name, "n": n}, actor="account:1")
            append(f"writer:{name}", "written", {"writer": name, "n": n}, actor="account:1")
        print(n, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
