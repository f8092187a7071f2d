"""Which providers carry messages, from an environment variable: addresses separated by commas, the first tried first.

QONYS_MAIL   smtp://host:25          plain, as inside an office's own network
             smtp+tls://user:password@mail.example.kz:587      encrypted after greeting (STARTTLS)
             smtps://user:password@mail.example.kz:465         encrypted from the start
QONYS_SMS    https://name:secret@gateway.example.kz/messages   signed JSON; http:// inside an office's own network
either       folder:                 files in QONYS_HOME/sent, for a demonstration
"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465, "http": 80, "https": 443}
SCHEMES = {"QONYS_MAIL": ("smtp", "smtp+tls", "smtps", "folder"), "QONYS_SMS": ("https", "http", "folder")}


@dataclass(frozen=True)
class Route:
    """The address of one provider. `name` is what the database and the address of receipts call it."""

    scheme: str
    name: str
    host: str = ""
    port: int = 0
    path: str = ""
    user: str = ""
    secret: str = field(default="", repr=False)


def routes(variable: str, text: str) -> tuple[Route, ...]:
    """The providers that variable names. Raises ImproperlyConfigured; the letter holds no password."""
    found = tuple(_route(variable, word.strip()) for word in text.split(",") if word.strip())
    names = [each.name for each in found]
    if len(set(names)) < len(names):
        raise ImproperlyConfigured(f"{variable} names one provider twice: {', '.join(names)}.")
    return found


def _route(variable: str, word: str) -> Route:
    parts = urlsplit(word)
    if parts.scheme not in SCHEMES[variable]:
        known = ", ".join(f"{scheme}:" for scheme in SCHEMES[variable])
        raise ImproperlyConfigured(f"{variable}: an address begins with one of {known} and not with {parts.scheme!r}.")
    if parts.scheme == "folder":
        return Route("folder", "folder")
    try:
        port = parts.port or PORTS[parts.scheme]
    except ValueError:
        raise ImproperlyConfigured(f"{variable}: the port of {parts.hostname} is no number.") from None
    return _checked(variable, parts, port)


def _checked(variable: str, parts: SplitResult, port: int) -> Route:
    host, secret = parts.hostname or "", unquote(parts.password or "")
    if not host:
        raise ImproperlyConfigured(f"{variable}: an address names its host: {parts.scheme}://name:secret@host")
    if variable == "QONYS_SMS" and not secret:
        raise ImproperlyConfigured(f"{variable}: {host} needs name and secret, with which messages are signed.")
    name = host if port == PORTS[parts.scheme] else f"{host}:{port}"
    return Route(parts.scheme, name[:80], host, port, parts.path or "/", unquote(parts.username or ""), secret)
