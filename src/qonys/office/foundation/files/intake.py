"""What may come in: looked at piece by piece, so that nothing too large or of the wrong kind is written first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from django.conf import settings
from django.utils.translation import gettext as _

from qonys.office.foundation.files import storage
from qonys.office.foundation.files.kinds import HEAD, FileType, sniff
from qonys.office.foundation.files.refusals import EmptyFile, TooLarge, WrongType

MEGABYTE = 1_000_000


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def pieces(content: bytes | Readable | Iterable[bytes]) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
    elif hasattr(content, "read"):
        yield from iter(lambda: content.read(storage.PIECE), b"")
    else:
        yield from content


def checked(given: Iterable[bytes], head: bytearray) -> Iterator[bytes]:
    """Pass pieces on as long as they may be a file we take, and keep its first bytes in `head`."""
    size, most = 0, int(settings.QONYS_FILE_MB * MEGABYTE)
    for piece in given:
        size += len(piece)
        if size > most:
            letter = _("The file is larger than %(most)s MB. Photograph the pages one by one.")
            raise TooLarge(letter % {"most": f"{settings.QONYS_FILE_MB:g}"})
        head += piece[: max(0, HEAD - len(head))]
        if len(head) == HEAD:
            kind_of(head)  # so that gigabytes of something else are not written first
        yield piece
    if not size:
        raise EmptyFile(_("The file is empty. Choose it again, or photograph the document anew."))
    kind_of(head)


def kind_of(head: bytearray) -> FileType:
    kind = sniff(bytes(head))
    if kind is None:
        raise WrongType(_("This is no PDF, JPEG, PNG or HEIC file, whatever its name says. Photograph the document."))
    return kind
