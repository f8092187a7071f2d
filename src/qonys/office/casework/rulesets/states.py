"""The life of a version of a rule set as a table. Services, pages and the reference read it."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    DRAFT = "draft", _("draft")
    APPROVED = "approved", _("approved, waits for its day")
    IN_FORCE = "in_force", _("in force")
    STOPPED = "stopped", _("stopped: an example failed on its day")
    WITHDRAWN = "withdrawn", _("withdrawn")


S = State
NEXT = {
    S.DRAFT: frozenset({S.APPROVED, S.WITHDRAWN}),
    S.APPROVED: frozenset({S.IN_FORCE, S.STOPPED, S.WITHDRAWN}),
    S.STOPPED: frozenset({S.WITHDRAWN}),
    S.IN_FORCE: frozenset(),
    S.WITHDRAWN: frozenset(),
}  # fmt: skip
SIGNED = frozenset({S.APPROVED, S.IN_FORCE, S.STOPPED})  # by another than who wrote it
