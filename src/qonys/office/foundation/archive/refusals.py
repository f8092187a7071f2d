"""What keeping and bringing back refuses. Each is a letter to its reader; a refusal has changed nothing."""

from __future__ import annotations

from qonys.engines.vocabulary.errors import QonysError


class ArchiveRefused(QonysError):
    """A backup, restore or move that cannot be done as asked."""


class NotEmpty(ArchiveRefused):
    """Something is there already that would be overwritten."""


class StillRunning(ArchiveRefused):
    """A worker is at work on the database that would be replaced."""


class DamagedArchive(ArchiveRefused):
    """A backup that is cut off, altered, or no backup of ours."""


class WrongPassphrase(ArchiveRefused):
    """The backup is encrypted, and not with these words."""


class UnknownSchema(ArchiveRefused):
    """A backup of a newer Qonys, or a database that is not up to date."""


class UnfitRow(ArchiveRefused):
    """A row that the other database does not take."""
