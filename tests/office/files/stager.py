"""A process that hands files in until it is killed: `python -m tests.office.files.stager NAME`."""

from __future__ import annotations

import itertools
import os
import sys

import django

django.setup()

from qonys.office.foundation.authority.models import Account, Kind  # noqa: E402
from qonys.office.foundation.files import services  # noqa: E402


def main(name: str) -> None:
    account = Account.objects.create(login=name, display_name=name, kind=Kind.APPLICANT)
    for n in itertools.count():
        content = b"%PDF-1.7\n" + os.urandom(300_000)
        file = services.stage(f"{n}.pdf", (content[i : i + 10_000] for i in range(0, len(content), 10_000)), by=account)
        services.keep(file, stream=f"case:{name}", actor=account.actor)
        print(n, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
