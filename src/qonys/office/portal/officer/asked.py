"""Which cases an officer asks for, read from an address: a queue, filters, words, and where the page begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.db.models import QuerySet

from qonys.office.casework.cases import law, permissions, search, selectors
from qonys.office.casework.cases.models import Case
from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.authority.paths import CODE
from qonys.office.foundation.authority.scope import AFTER
from qonys.office.portal.public.asked import marked

LONGEST = 200
FOUND = 500
ASSIGNEES = ("me", "nobody")


@dataclass(frozen=True)
class Asked:
    """What is not known stays empty: a mistyped address shows more, never an error."""

    queue: str = ""
    procedure: str = ""
    territory: str = ""
    assignee: str = ""
    words: str = ""
    after: tuple[date, int] | None = None

    @property
    def filtered(self) -> bool:
        return bool(self.procedure or self.territory or self.assignee or self.words)

    def address(self, **changes: str) -> str:
        """The query of this list, from its beginning."""
        told = {
            "queue": self.queue,
            "procedure": self.procedure,
            "territory": self.territory,
            "assignee": self.assignee,
            "q": self.words,
        } | changes
        return urlencode({key: value for key, value in told.items() if value})

    def in_queue(self, key: str) -> Asked:
        return replace(self, queue=key, after=None)


def read(query: Mapping[str, str]) -> Asked:
    return Asked(
        queue=_one_of(query.get("queue", ""), selectors.QUEUES),
        procedure=_one_of(query.get("procedure", ""), law.procedures()),
        territory=_path(query.get("territory", "")),
        assignee=_one_of(query.get("assignee", ""), ASSIGNEES),
        words=" ".join(query.get("q", "")[:LONGEST].replace("\x00", " ").split()),
        after=marked(query.get("after", "")),
    )


def cases(account: Account, asked: Asked) -> QuerySet[Case]:
    """The cases the account may see, narrowed by everything but the queue."""
    found = permissions.in_hands(account) if asked.assignee == "me" else permissions.visible(account)
    if asked.procedure:
        found = found.filter(procedure=asked.procedure)
    if asked.territory:
        found = found.filter(territory__gte=asked.territory, territory__lt=asked.territory + AFTER)
    if asked.assignee == "nobody":
        found = found.filter(assignee=None)
    return _found(found, asked.words) if asked.words else found


def _found(cases: QuerySet[Case], words: str) -> QuerySet[Case]:
    """Looked up once, for the list and all its counts; who finds more than FOUND types another letter."""
    matching = search.matching(cases, words).order_by("due", "id").values_list("pk", flat=True)
    return cases.filter(pk__in=list(matching[:FOUND]))


def rows(found: QuerySet[Case], asked: Asked, today: date) -> QuerySet[Case]:
    """Those of the queue, the nearest term first, from where the page begins."""
    queue = found.filter(selectors.QUEUES[asked.queue or "all"].asks(today))
    queue = queue.select_related("applicant", "territory", "assignee").order_by("due", "id")
    return selectors.after(queue, *asked.after) if asked.after else queue


def _path(text: str) -> str:
    codes = text.split("/")
    whole = text.endswith("/") and len(text) <= 120 and all(CODE.fullmatch(code) for code in codes[:-1])
    return text if whole else ""


def _one_of(text: str, known: object) -> str:
    return text if text in known else ""  # type: ignore[operator]
