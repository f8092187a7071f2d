"""Getting files back, and whether they are what was handed in."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from qonys.office.foundation.authority.models import Account
from qonys.office.foundation.files import storage
from qonys.office.foundation.files.models import StoredFile
from qonys.office.foundation.files.refusals import DamagedFile, NotThere
from qonys.office.foundation.files.states import LIVING, Scan, State

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Damage:
    """A file that is not as it was handed in."""

    file: UUID
    stream: str
    why: str

    def __str__(self) -> str:
        return f"file {self.file}{f' of {self.stream}' if self.stream else ''}: {self.why}"


def content(file: StoredFile) -> bytes:
    """What was handed in, all of it. Raises NotThere, DamagedFile."""
    with opened(file) as found:
        return found.read()


def opened(file: StoredFile) -> BinaryIO:
    """The same, to be read piece by piece; its digest has been compared. Raises NotThere, DamagedFile."""
    if file.state not in LIVING:
        raise NotThere(_("This file is no longer there. Ask for it to be handed in again."))
    if file.scan == Scan.WAITING:
        raise NotThere(_("This file is still to be scanned for viruses. Come back in an hour."))
    if why := damage(file):
        log.error("%s is damaged: %s.", file, why)
        letter = _("This file is damaged and cannot be given out. Tell the administrator its number: %(file)s.")
        raise DamagedFile(letter % {"file": file.pk})
    return storage.path(file.pk, file.sha256).open("rb")


def damage(file: StoredFile) -> str:
    """What is wrong with the content on disk; '' if nothing is."""
    place = storage.path(file.pk, file.sha256)
    try:
        if place.stat().st_size != file.size:
            return f"{place.stat().st_size} bytes instead of {file.size}"
        return "" if storage.digest_of(place) == file.sha256 else "its digest does not fit"
    except FileNotFoundError:
        return "it is missing on disk"
    except OSError as error:
        return f"the disk does not give it back (error {error.errno})"


def verify() -> Iterator[Damage]:
    """Read every living file and name those that are damaged."""
    for file in StoredFile.objects.filter(state__in=LIVING).order_by("created", "pk").iterator(500):
        # Asked again, since one that was let go while we read is not damaged.
        if (why := damage(file)) and StoredFile.objects.filter(pk=file.pk, state__in=LIVING).exists():
            yield Damage(file.pk, file.stream, why)


def staged_by(account: Account, *numbers: UUID | str) -> QuerySet[StoredFile]:
    """Those of them the account handed in itself and nobody kept yet: nobody keeps what another handed in."""
    return StoredFile.objects.filter(by=account, state=State.STAGED, pk__in=numbers)
