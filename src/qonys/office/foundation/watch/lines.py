"""How a line looks: text for a desk, JSON for a machine that collects. Both say only what `discretion` lets through."""

from __future__ import annotations

import logging
import sys
import threading
from types import TracebackType
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from qonys.office.foundation.watch.discretion import discreet

log = logging.getLogger("qonys")
NAMES = {"levelname": "level", "name": "logger"}


class TextLine(logging.Formatter):
    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name}: {message}", style="{")

    def format(self, record: logging.LogRecord) -> str:
        shown = discreet(record)
        about = " ".join(str(getattr(shown, name)) for name in ("route", "request") if hasattr(shown, name))
        lines = [super().format(shown) + (f" [{about}]" if about else ""), *getattr(shown, "exception", ())]
        return "\n  ".join(lines)


class JsonLine(JsonFormatter):
    def __init__(self) -> None:
        super().__init__("%(levelname)s %(name)s %(process)d %(message)s", rename_fields=NAMES, timestamp="time",
                         json_ensure_ascii=False)  # fmt: skip

    def format(self, record: logging.LogRecord) -> str:
        return super().format(discreet(record))


def configuration(*, json: bool, level: str, whole: bool) -> dict[str, Any]:
    """For logging.config.dictConfig, of Django and of the web server. `whole` shows everything: for a desk alone."""
    plain = {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}
    line: dict[str, Any] = plain if whole else {"()": f"{__name__}.{'JsonLine' if json else 'TextLine'}"}
    ours = {"handlers": ["stderr"], "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": line},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": ours | {"level": level},  # without Django's own handler, which mails whole requests
            "django.server": ours,
            # These would tell values of rows and of pages.
            "django.db.backends": {"level": "INFO"},
            "django.template": {"level": "INFO"},
            "_granian": ours,
            "granian.access": {"handlers": [], "propagate": False},  # tells addresses and paths
            # As JSON every answer has a line of its own; only what failed says more.
            "django.request": {"level": "ERROR" if json else level},
            "qonys.requests": {"level": "INFO" if json else "WARNING"},
        },
    }


def catch_what_nobody_caught() -> None:
    """An error that ends a process or a thread is a line like every other."""

    def of_process(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        log.critical("The process ends.", exc_info=(kind, error, trace))

    def of_thread(failed: threading.ExceptHookArgs) -> None:
        if failed.exc_value is not None and not issubclass(failed.exc_type, SystemExit):
            error = (failed.exc_type, failed.exc_value, failed.exc_traceback)
            log.critical("A thread ends.", exc_info=error)

    sys.excepthook = of_process
    threading.excepthook = of_thread
