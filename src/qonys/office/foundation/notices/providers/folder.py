"""For a demonstration: each message is a file in QONYS_HOME/sent, where it can be looked at."""

from __future__ import annotations

import os
from pathlib import Path

from qonys.office.foundation.notices.providers.port import Accepted, Away, Message, Outcome


class Folder:
    name = "folder"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def hand_over(self, message: Message) -> Outcome:
        """Named by its reference: handed over twice, it is there once."""
        target = self.folder / f"{message.reference}.txt"
        draft = self.folder / f".{message.reference}.{os.getpid()}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            draft.write_text(f"{message.address}\n{message.subject}\n\n{message.text}\n", encoding="utf-8")
            draft.replace(target)
        except OSError as error:
            return Away(f"folder {error.errno}")
        return Accepted(target.name)

    def close(self) -> None:
        """Nothing is kept open."""
