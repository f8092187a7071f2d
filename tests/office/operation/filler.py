"""Writes lines and notices until the disk is full: `python -m tests.office.operation.filler BYTES`.

No file may grow beyond BYTES, which is what a full disk is to a program. Tells each write that was committed, then the
error that ended it.
"""

from __future__ import annotations

import itertools
import resource
import signal
import sys

import django

django.setup()

from django.db import DatabaseError, transaction  # noqa: E402

from qonys.office.foundation.authority.models import Account  # noqa: E402
from qonys.office.foundation.journal.services import append  # noqa: E402
from qonys.office.foundation.notices.services import notify  # noqa: E402


def main(most: int) -> None:
    account = Account.objects.get()
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    for number in itertools.count():
        try:
            with transaction.atomic():
                append("case:1", "told", {"key": f"f-{number}"}, actor=account.actor)
                notify(account, "application_received", {"number": "1"}, about="case:1", key=f"f-{number}")
        except DatabaseError as error:
            print(f"{type(error).__name__}: {error}")
            return
        print(number, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
