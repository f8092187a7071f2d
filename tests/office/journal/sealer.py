"""A process that seals without pause until it is killed: `python -m tests.office.journal.sealer`."""

from __future__ import annotations

from contextlib import suppress

import django

django.setup()

from django.db import OperationalError  # noqa: E402

from qonys.office.foundation.journal import sealing  # noqa: E402


def main() -> None:
    while True:
        with suppress(OperationalError):  # writers kept it waiting for too long: next time
            for made in sealing.seal(batch=25):
                print(made.number, flush=True)


if __name__ == "__main__":
    main()
