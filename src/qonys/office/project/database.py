"""Which database the office stands on: SQLite in the home folder, or the PostgreSQL that DATABASE_URL names."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# WAL lets pages be read while the worker writes; IMMEDIATE takes the write lock at the start of a transaction,
# so that two writers wait for each other instead of failing with "database is locked". The log is written back to the
# file after 8000 pages (32 MB): pages of indices that many cases touch are then written once instead of eight times.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728; "
    "PRAGMA wal_autocheckpoint=8000;",
}


def database(url: str, home: Path) -> dict[str, Any]:
    """Django's settings of the default database, from DATABASE_URL or, without one, a file in `home`."""
    if not url:
        file = home / "qonys.sqlite3"
        # Kept open like those to PostgreSQL: opening the file anew costs every page some milliseconds.
        return {
            "ENGINE": "qonys.office.project.sqlite3", "NAME": file, "CONN_MAX_AGE": 60, "OPTIONS": SQLITE_OPTIONS
        }  # fmt: skip
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured(
            f"DATABASE_URL begins with {parts.scheme!r}. Write postgresql://user:password@host:port/name, "
            "or leave it empty to use SQLite."
        )
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise ImproperlyConfigured("DATABASE_URL names no database: add /name at its end.")
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or query.pop("host", "")),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
    }
