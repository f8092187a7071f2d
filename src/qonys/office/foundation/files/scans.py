"""What the scanner says about files, at once or later."""

from __future__ import annotations

import logging

from django.db import transaction
from django.utils.translation import gettext as _

from qonys.office.foundation.files import scanning, storage
from qonys.office.foundation.files.models import StoredFile
from qonys.office.foundation.files.refusals import Infected
from qonys.office.foundation.files.scanning import Verdict
from qonys.office.foundation.files.states import LIVING, NEXT, Scan, State
from qonys.office.foundation.journal.services import append

log = logging.getLogger(__name__)
BATCH = 500


def scanned(file: StoredFile) -> Scan:
    """Scanned at once; if the scanner is away, later, and given out to nobody before."""
    if scanning.scanner() is None:
        return Scan.NONE
    verdict = _verdict(file)
    if verdict == Verdict.INFECTED:
        raise Infected(_("The virus scanner found something in this file. Photograph the document, or ask for help."))
    return Scan.CLEAN if verdict == Verdict.CLEAN else Scan.WAITING


def scan_waiting() -> int:
    """Scan what came while the scanner was away; returns how many were scanned."""
    done = 0
    for file in StoredFile.objects.filter(scan=Scan.WAITING, state__in=LIVING).order_by("created")[:BATCH]:
        if not storage.path(file.pk, file.sha256).exists():
            continue  # lost: verify names it
        if (verdict := _verdict(file)) == Verdict.AWAY:
            break
        _settle(file, verdict)
        done += 1
    return done


def _settle(file: StoredFile, verdict: Verdict) -> None:
    """What the scanner says of a file that is here already. An infected one goes, with a line if it was kept."""
    with transaction.atomic():
        found = StoredFile.objects.select_for_update().get(pk=file.pk)
        if verdict == Verdict.CLEAN:
            found.scan = Scan.CLEAN
        elif State.REFUSED in NEXT[State(found.state)]:
            if found.state == State.KEPT:
                append(found.stream, "file refused", {"file": str(found.pk), "why": "infected"}, actor="worker")
            found.scan, found.state = Scan.INFECTED, State.REFUSED
        found.save(update_fields=["scan", "state"])
    if found.state == State.REFUSED:
        log.warning("%s: the scanner found something in it; its content was removed.", found)
        storage.remove(found.pk, found.sha256)


def _verdict(file: StoredFile) -> Verdict:
    found = scanning.scanner()
    return Verdict.AWAY if found is None else scanning.ask(found, storage.path(file.pk, file.sha256))
