"""A process that tells an account things until it is killed: `python -m tests.office.notices.teller NAME`.

Each notice belongs to a line of the journal written in the same transaction. What was committed is told on standard
output.
"""

from __future__ import annotations

import itertools
import sys

import django

django.setup()

from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from qonys.office.foundation.authority.models import Account, Kind  # noqa: E402
from qonys.office.foundation.journal.services import append  # noqa: E402
from qonys.office.foundation.notices.models import Contact  # noqa: E402
from qonys.office.foundation.notices.services import notify  # noqa: E402


def main(name: str) -> None:
    account = Account.objects.create(login=name, display_name=name, kind=Kind.APPLICANT)
    Contact.objects.create(account=account, channel="sms", address="+77010001122", verified=timezone.now())
    for n in itertools.count():
        with transaction.atomic():
            append(f"case:{name}", "passed on", {"n": n}, actor=account.actor)
            notify(account, "forwarded", {"number": f"{n}"}, about=f"case:{name}", key=f"{name}:{n}")
        print(n, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
