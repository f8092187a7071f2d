"""Where a demonstration may be served: its accounts stand open, so never where strangers come by."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ImproperlyConfigured

HERE = {"127.0.0.1", "localhost", "[::1]", "testserver"}


def demonstration(wanted: bool, https: bool, hosts: Iterable[str]) -> bool:
    """The switch, refused where the other settings say that this office is a real one."""
    strangers = [host for host in hosts if host not in HERE and not host.endswith(".localhost")]
    if wanted and (https or strangers):
        why = "QONYS_HTTPS is on" if https else f"QONYS_HOSTS names {', '.join(strangers)}"
        raise ImproperlyConfigured(
            f"QONYS_DEMO is on, and {why}: accounts whose password everybody knows would stand open to strangers. "
            "Set QONYS_DEMO=0, or serve the demonstration on this machine alone."
        )
    return wanted
