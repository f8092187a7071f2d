"""A file as an answer of the web server: saved, never shown by the office's own pages."""

from __future__ import annotations

from django.http import FileResponse

from qonys.office.foundation.files import selectors
from qonys.office.foundation.files.models import StoredFile


def respond(file: StoredFile) -> FileResponse:
    """Whoever calls this has asked whether the reader may see it, and journalled that he does.

    Raises NotThere, DamagedFile.
    """
    answer = FileResponse(selectors.opened(file), as_attachment=True, filename=file.name, content_type=file.media_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, no-store"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
