"""The JSON that travels inside a receipt's PDF (PDF/A-3: a document with its source attached)."""

from __future__ import annotations

import io
from collections.abc import Mapping

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from qonys.receipts.document import FILE
from qonys.receipts.refusals import NotAReceipt

HEAD = b"%PDF-"
LARGEST = 20_000_000


def is_pdf(content: bytes) -> bool:
    return content[:1024].lstrip().startswith(HEAD)


def taken_out(content: bytes) -> bytes:
    """The attached receipt. Raises NotAReceipt."""
    if len(content) > LARGEST:
        raise NotAReceipt("the file is too large for a receipt.", value=f"{len(content)} bytes")
    try:
        attached: Mapping[str, list[bytes]] = PdfReader(io.BytesIO(content)).attachments
        found = [bytes(each) for each in attached.get(FILE, ())]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError) as problem:
        raise NotAReceipt("the PDF cannot be read.", remedy="Take the file as it was downloaded.") from problem
    if len(found) != 1:
        remedy = "Take the PDF as it was downloaded: printing it anew into a file drops what it carries."
        raise NotAReceipt(f"the PDF carries no {FILE}.", remedy=remedy)
    return found[0]


def receipt_of(content: bytes) -> bytes:
    """The JSON of a receipt, given as JSON or as PDF. Raises NotAReceipt."""
    return taken_out(content) if is_pdf(content) else content
