"""What every test run needs before anything else is loaded."""

from __future__ import annotations

import pytest

from qonys.office.project import translations


def pytest_configure(config: pytest.Config) -> None:
    """Catalogues are compiled, not committed; Django reads each only once, so they must be there first."""
    translations.compile()
