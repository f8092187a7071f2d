"""An office with something of everything in it: `python -m tests.office.operation.sample`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402

from qonys.office.foundation.authority import accounts, services, territories  # noqa: E402
from qonys.office.foundation.authority.models import Kind, Territory  # noqa: E402
from qonys.office.foundation.files import services as files  # noqa: E402
from qonys.office.foundation.jobs import services as jobs  # noqa: E402
from qonys.office.foundation.journal import personal, sealing  # noqa: E402
from qonys.office.foundation.journal.services import append, record_reading  # noqa: E402
from qonys.office.foundation.notices.models import Contact  # noqa: E402

NAME = "Әйгерім Қожахметова\u2028\x85 «екі жол»"  # with ends of line that are none


def main() -> None:
    call_command("migrate", verbosity=0)
    territories.sync(settings.QONYS_COUNTRY)
    account = accounts.open_account("aigul", NAME, kind=Kind.OFFICER, password="қара шаңырақ 12", actor="command line")
    services.grant(account, "administrator", Territory.objects.get(code="KZ"), by=None, reason="Order 1")
    for place in range(30):
        with transaction.atomic():
            told = personal.keep(f"case:{place % 7}", {"name": NAME, "born": date(2051, 3, 9)})
            append(f"case:{place % 7}", "noted", {"who": told, "sum": Decimal("12.50")}, actor=account.actor)
    personal.erase("case:3", actor=account.actor, reason="asked for")
    record_reading(account.actor, "case:1", "a question")
    sealing.seal(batch=10)
    stored = files.stage("құжат.pdf", b"%PDF-1.4\n%%EOF\n", by=account)
    files.keep(stored, stream="case:1", actor=account.actor)
    jobs.enqueue("seal", "qonys.office.foundation.journal.tasks.seal", {"ключ": [1, 2.5, None, "ң"]})
    for number in range(3):
        last = Contact.objects.create(account=account, channel="e-mail", address=f"a{number}@example.kz")
    last.delete()  # its number was given out, and is not given again


if __name__ == "__main__":
    main()
