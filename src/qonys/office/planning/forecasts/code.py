"""Which code computes: two runs made by the same can be compared."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import qonys

SOURCE = Path(qonys.__file__).parent


@cache
def code_version() -> str:
    """The release and a digest of the science that made a run."""
    digest = hashlib.sha256()
    loop = [*SOURCE.glob("*.py"), *SOURCE.glob("engines/**/*.py"), *SOURCE.glob("scenarios/*.*")]
    shared = [*SOURCE.glob("countries/*.*"), *SOURCE.glob("countries/figures/*.*")]  # packs are inputs, told one by one
    for path in sorted(file for file in (*loop, *shared) if file.suffix in (".py", ".yaml")):
        digest.update(path.relative_to(SOURCE).as_posix().encode() + path.read_bytes())
    return f"{qonys.__version__}+{digest.hexdigest()[:12]}"
