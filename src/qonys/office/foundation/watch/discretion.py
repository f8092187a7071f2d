"""What a line of the log may say. An identity number, a name or an address must never get there from anywhere:
path, query, form, a header, the message of an exception or the values of a database error.

So a line about a request tells its route and status, never its path. A traceback tells types and places in the code,
never messages, except of the database and the machine (locked, full, not there), whose messages quote no rows. Long
numbers and e-mail addresses in what is left are blanked. QONYS_DEBUG shows everything; it is for a desk, not a service.
"""

from __future__ import annotations

import logging
import re
import traceback
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.db import InterfaceError, OperationalError

from qonys.office.foundation.watch import requests

BLANK = "..."
PERSONAL = re.compile(r"[^\s@'\"<>]+@[^\s@'\"<>]+|\d(?:[ -]?\d){8,}")
OWN = ("route", "method", "status", "seconds")  # what our own lines may carry besides
SOURCE = Path(__file__).resolve().parents[4]


def discreet(record: logging.LogRecord) -> logging.LogRecord:
    """A record with nothing in it but what may be told."""
    kept: dict[str, Any] = {
        name: getattr(record, name) for name in ("name", "levelno", "levelname", "created", "msecs", "process")
    }
    kept |= {name: getattr(record, name) for name in OWN if hasattr(record, name)}
    request = getattr(record, "request", None)
    if record.name.startswith("django.") and hasattr(record, "status_code"):
        kept |= {"msg": _phrase(int(record.status_code)), "status": int(record.status_code), "route": route_of(request)}
    else:
        kept["msg"] = blanked(record.getMessage())
    if identity := requests.current.get():
        kept["request"] = identity
    if record.exc_info and record.exc_info[1] is not None:
        kept["exception"] = told(record.exc_info[1])
    return logging.makeLogRecord(kept)


def told(error: BaseException) -> list[str]:
    """A traceback without messages: the innermost error comes last, as Python shows it."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    lines = told(before) if before is not None else []
    frames = traceback.extract_tb(error.__traceback__)
    lines += [f"{_place(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
    return [*lines, f"{type(error).__name__}{_harmless(error)}"]


def blanked(text: str) -> str:
    return PERSONAL.sub(BLANK, text)


def route_of(request: Any) -> str:
    """The name of the address, which holds no values: officer_home, not /kk/office/."""
    match = getattr(request, "resolver_match", None)
    return str(match.view_name) if match is not None and match.view_name else "unknown"


def _harmless(error: BaseException) -> str:
    if isinstance(error, OperationalError | InterfaceError):
        return f": {blanked(str(error).partition(chr(10))[0])}"
    if isinstance(error, OSError) and error.strerror:
        return f": {error.strerror}"
    return ""


def _phrase(status: int) -> str:
    return f"{status} {HTTPStatus(status).phrase}" if status in set(HTTPStatus) else str(status)


def _place(file: str) -> str:
    path = Path(file)
    if path.is_relative_to(SOURCE):
        return path.relative_to(SOURCE).as_posix()
    return "/".join(path.parts[-3:])
