"""A process that carries what is due until it is killed: `python -m tests.office.notices.carrier`."""

from __future__ import annotations

import sys
import time

import django

django.setup()

from qonys.office.foundation.notices import delivery  # noqa: E402
from qonys.office.foundation.notices.models import Notice  # noqa: E402
from qonys.office.foundation.notices.states import OPEN  # noqa: E402


def main(until_nothing_waits: bool) -> None:
    while True:
        delivery.deliver_due()
        if until_nothing_waits and not Notice.objects.filter(state__in=OPEN).exists():
            return
        time.sleep(0.02)


if __name__ == "__main__":
    main("--until-nothing-waits" in sys.argv)
