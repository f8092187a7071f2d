"""Where events may be delivered. A subscriber chooses the address, so it must not become a way into our own network.

The name is asked for once, every address it has must be public, and the connection goes to just that address: a name
that changes between question and connection gains nothing. Redirections are not followed.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from qonys.office.foundation.events.refusals import ForbiddenAddress


@dataclass(frozen=True)
class Target:
    """A parsed address."""

    secure: bool
    host: str
    port: int
    path: str

    @property
    def trusted(self) -> bool:
        """The operator of this service has named the host: it may lie in our own network."""
        return self.host in settings.QONYS_WEBHOOK_HOSTS


def refuse_form(url: str) -> Target:
    """What can be said without asking the network. Raises ForbiddenAddress."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ForbiddenAddress(_("This is no address. Write https://host/path.")) from None
    host = parts.hostname or ""
    written = url.isascii() and url.isprintable() and " " not in url
    if parts.scheme not in ("https", "http") or not host or parts.username or parts.fragment or not written:
        raise ForbiddenAddress(_("This is no address for events. Write https://host/path, without a name or password."))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    target = Target(parts.scheme == "https", host, port or (443 if parts.scheme == "https" else 80), path)
    if not target.secure and not target.trusted:
        raise ForbiddenAddress(_("Events are delivered over https only."))
    _refuse_literal(target)
    return target


def resolve(target: Target) -> str:
    """The address of the machine to connect to. Raises ForbiddenAddress, OSError."""
    found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    machines = [str(each[4][0]) for each in found]
    for machine in machines:
        _refuse_machine(ipaddress.ip_address(machine), target)
    return machines[0]


def _refuse_literal(target: Target) -> None:
    try:
        machine = ipaddress.ip_address(target.host)
    except ValueError:
        return
    _refuse_machine(machine, target)


def _refuse_machine(machine: ipaddress.IPv4Address | ipaddress.IPv6Address, target: Target) -> None:
    inner = getattr(machine, "ipv4_mapped", None) or machine
    public = inner.is_global and not inner.is_multicast
    if not public and not target.trusted:
        raise ForbiddenAddress(_("This address lies in a network of its own; events go to public addresses only."))
    if not target.secure and not inner.is_loopback:
        raise ForbiddenAddress(_("Events are delivered over https only."))
