"""What a file is called: a name for people, never a place on disk."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

from qonys.office.foundation.files.kinds import FileType

LONGEST = 120
PLAIN = "file"


def clean(given: str, kind: FileType) -> str:
    """The last part of a path, without control and direction marks, ending as its content demands."""
    written = unicodedata.normalize("NFC", given).replace("\\", "/").rpartition("/")[2]
    # Cc, Cf: line breaks, and marks that turn "fdp.exe" into "exe.pdf" on screen.
    written = "".join(letter for letter in written if unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co"))
    written = re.sub(r'[<>:"|?*\s]+', " ", written).strip(" .")
    path = PurePosixPath(written or PLAIN)
    stem = path.stem if path.suffix and len(path.suffix) <= 6 else path.name
    suffix = path.suffix if path.suffix.lower() in kind.suffixes else kind.suffixes[0]
    return stem[: LONGEST - len(suffix)].rstrip(" .") + suffix
