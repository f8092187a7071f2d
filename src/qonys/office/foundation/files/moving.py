"""What becomes of a kept file when what it was kept for goes on, or comes to nothing."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from qonys.office.foundation.files import storage
from qonys.office.foundation.files.models import StoredFile
from qonys.office.foundation.files.refusals import NotThere
from qonys.office.foundation.files.services import told
from qonys.office.foundation.files.states import State
from qonys.office.foundation.journal.services import append


def hand_over(file: StoredFile, *, stream: str, actor: str) -> StoredFile:
    """A kept file belongs to another stream from now on: a draft became a case. Raises NotThere."""
    with transaction.atomic():
        kept = _kept(file)
        if kept.stream != stream:
            kept.stream = stream
            kept.save(update_fields=["stream"])
            append(stream, "file kept", told(kept), actor=actor)
    return kept


def let_go(file: StoredFile, *, actor: str) -> None:
    """Nobody needs it any more: its content is removed once the transaction is over. Raises NotThere."""
    with transaction.atomic():
        kept = _kept(file)
        kept.state = State.EXPIRED
        kept.save(update_fields=["state"])
        append(kept.stream, "file let go", {"file": str(kept.pk)}, actor=actor)
        transaction.on_commit(partial(storage.remove, kept.pk, kept.sha256), robust=True)


def _kept(file: StoredFile) -> StoredFile:
    found = StoredFile.objects.select_for_update().get(pk=file.pk)
    if found.state != State.KEPT:
        raise NotThere(_("This file is no longer there. Hand it in again."))
    return found
