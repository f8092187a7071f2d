"""What files refuse. Each is a letter in its reader's language; none repeats a name, which may be a person's."""

from __future__ import annotations

from qonys.engines.vocabulary.errors import QonysError


class FileRefused(QonysError):
    """A file this office does not take."""


class EmptyFile(FileRefused):
    """There is nothing in it."""


class TooLarge(FileRefused):
    """More than QONYS_FILE_MB."""


class WrongType(FileRefused):
    """Its content is none of the allowed types, whatever its name says."""


class Infected(FileRefused):
    """The scanner found something in it."""


class NotThere(FileRefused):
    """It was refused or has expired, is kept for something else, or is not to be given out before it was scanned."""


class NoRoom(QonysError):
    """It could not be written; nothing of it was kept."""


class DamagedFile(QonysError):
    """What lies on disk is not what was handed in."""
