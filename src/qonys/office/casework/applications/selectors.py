"""Questions about drafts. Each is asked by an account, and answered with its own drafts only."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from qonys.office.casework.applications.models import Draft, DraftPaper, Sent
from qonys.office.casework.applications.refusals import UnknownDraft
from qonys.office.casework.cases.models import Case
from qonys.office.foundation.authority.models import Account


def drafts(account: Account) -> QuerySet[Draft]:
    """The newest first."""
    return Draft.objects.filter(account=account).order_by("-changed")


def draft(account: Account, key: UUID | str) -> Draft:
    """Raises UnknownDraft."""
    return own(drafts(account), key)


def own(found: QuerySet[Draft], key: UUID | str) -> Draft:
    """One of these drafts. Raises UnknownDraft."""
    kept = found.filter(pk=key).first()
    if kept is None:
        raise gone()
    return kept


def gone() -> UnknownDraft:
    return UnknownDraft(_("This application is not among your drafts: it was sent or deleted."))


def sent(account: Account, key: UUID | str) -> Case | None:
    """The case a draft of this account became."""
    found = Sent.objects.filter(pk=key, case__account=account).select_related("case").first()
    return found.case if found else None


def paper(draft: Draft, key: UUID | str) -> DraftPaper:
    """Raises UnknownDraft."""
    found = draft.papers.select_related("file").filter(key=key).first()
    if found is None:
        raise UnknownDraft(_("This paper is no longer in the draft."))
    return found


def kept_until(draft: Draft) -> datetime:
    """After that day a draft nobody touched is deleted."""
    return draft.changed + timedelta(days=settings.QONYS_DRAFT_DAYS)
