"""Python, packages, disk and folders."""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from django.conf import settings
from packaging.requirements import Requirement

from qonys.office.project.doctor.findings import Finding, fail, ok, warn

ROOT = Path(__file__).resolve().parents[5]
LOCK = "requirements.lock"
FEW, TOO_FEW = 2_000_000_000, 200_000_000  # bytes left on the disk
SECRETS = ("secret_key", "qonys.sqlite3")


def python() -> Iterator[Finding]:
    yield ok("Python", f"{platform.python_version()}, {sys.executable}")  # an older one could not come this far


def packages() -> Iterator[Finding]:
    lock = ROOT / LOCK
    if not lock.is_file():
        yield ok("packages", "installed without a lock file: versions are those your installer chose")
        return
    wanted = [Requirement(line.split("\\")[0]) for line in lock.read_text("utf-8").splitlines() if "==" in line[:120]]
    needed = [each for each in wanted if each.marker is None or each.marker.evaluate()]
    differing = [told for each in needed if (told := _difference(each))]
    if differing:
        more = f" and {len(differing) - 3} more" if len(differing) > 3 else ""
        yield warn("packages", "; ".join(differing[:3]) + more, "Run ./up --prepare: it installs what the lock pins.")
    else:
        yield ok("packages", f"all {len(needed)} are those of {LOCK}")


def disk() -> Iterator[Finding]:
    free = shutil.disk_usage(settings.QONYS_HOME).free
    told = f"{free / 1e9:.1f} GB free for {settings.QONYS_HOME}"
    if free < TOO_FEW:
        yield fail(
            "disk", told, "Make room at once: without it nothing can be written, though nothing is half written."
        )
    elif free < FEW:
        yield warn("disk", told, "Make room: a backup needs about a tenth of the database, --with-runs much more.")
    else:
        yield ok("disk", told)


def folders() -> Iterator[Finding]:
    home = Path(settings.QONYS_HOME)
    open_ = home.stat().st_mode & 0o077
    if not open_:
        yield ok("folder", f"{home} is open to its owner alone")
        return
    exposed = [name for name in SECRETS if (home / name).exists() and (home / name).stat().st_mode & 0o077]
    found = f"{home} can be entered by others" + (f", who can read {' and '.join(exposed)}" if exposed else "")
    remedy = f"chmod 700 {home}"
    yield fail("folder", found, remedy) if "secret_key" in exposed else warn("folder", found, remedy)


def _difference(wanted: Requirement) -> str:
    try:
        found = version(wanted.name)
    except PackageNotFoundError:
        return f"{wanted.name} is not installed"
    fits = wanted.specifier.contains(found, prereleases=True)
    return "" if fits else f"{wanted.name} is {found}, not {wanted.specifier}"
