"""Taking files in, keeping them, and letting go of what nobody kept."""

from __future__ import annotations

import errno
import logging
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.files import names, scans, storage
from qonys.office.foundation.files.intake import Readable, checked, kind_of, pieces
from qonys.office.foundation.files.models import StoredFile
from qonys.office.foundation.files.refusals import NoRoom, NotThere
from qonys.office.foundation.files.states import NEXT, State
from qonys.office.foundation.journal.services import append

log = logging.getLogger(__name__)
STAGED = timedelta(days=1)
BATCH = 500
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def stage(name: str, content: bytes | Readable | Iterable[bytes], *, by: Account) -> StoredFile:
    """Take a file in: checked by its content, written whole, scanned if there is a scanner. It waits a day to be kept.

    Raises EmptyFile, TooLarge, WrongType, Infected, NoRoom; then nothing of it is left.
    """
    number, head = uuid4(), bytearray()
    try:
        written = storage.write(number, checked(pieces(content), head))
    except OSError as error:
        raise _no_room(error) from None
    kind = kind_of(head)
    file = StoredFile(uuid=number, name=names.clean(name, kind), media_type=kind.media_type, by=by)
    file.size, file.sha256 = written.size, written.sha256
    try:
        file.scan = scans.scanned(file)
        file.save(force_insert=True)
    except BaseException:
        storage.remove(number, written.sha256)
        raise
    return file


def keep(file: StoredFile, *, stream: str, actor: str) -> StoredFile:
    """The file belongs to that stream from now on, with a line there that holds its digest. Raises NotThere.

    Kept again for the same stream it is the same: no second line. Its name is not journalled, which may name a person.
    """
    with transaction.atomic():
        kept = StoredFile.objects.select_for_update().get(pk=file.pk)
        if kept.state == State.KEPT and kept.stream == stream:
            return kept
        if State.KEPT not in NEXT[State(kept.state)]:
            raise NotThere(_("This file is no longer there, or belongs to something else. Hand it in again."))
        kept.state, kept.stream, kept.kept = State.KEPT, stream, timezone.now()
        kept.save(update_fields=["state", "stream", "kept"])
        append(stream, "file kept", told(kept), actor=actor)
    return kept


def expire() -> int:
    """Let go of what was handed in a day ago and kept by nobody; returns how many files."""
    limit, gone = timezone.now() - STAGED, 0
    old = StoredFile.objects.filter(state=State.STAGED, created__lt=limit).order_by("created")
    while batch := _let_go(list(old.values_list("pk", "sha256")[:BATCH])):
        for number, sha256 in batch:  # after the row: a kill in between leaves an orphan, never a row without content
            storage.remove(number, sha256)
        gone += len(batch)
    return gone


def _no_room(error: OSError) -> Exception:
    if error.errno not in FULL:
        return error
    log.error("A file could not be written: %s. Make room where QONYS_HOME lies.", errno.errorcode[error.errno or 0])
    return NoRoom(_("The office has no room left for files. What you sent before is safe; try again in an hour."))


def told(file: StoredFile) -> dict[str, object]:
    return {
        "file": str(file.pk),
        "sha256": file.sha256,
        "size": file.size,
        "type": file.media_type,
        "scan": file.scan,
    }


def _let_go(found: list[tuple[UUID, str]]) -> list[tuple[UUID, str]]:
    """Those of them that nobody kept meanwhile."""
    with transaction.atomic():
        staged = StoredFile.objects.select_for_update().filter(pk__in=[number for number, _sha in found])
        still = set(staged.filter(state=State.STAGED).values_list("pk", flat=True))
        StoredFile.objects.filter(pk__in=still).update(state=State.EXPIRED)
    return [(number, sha256) for number, sha256 in found if number in still]
