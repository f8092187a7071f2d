"""What every test run needs before anything else is loaded."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test.signals import setting_changed
from hypothesis import settings as hypothesis

from qonys.office.project import translations

# A bar of time belongs to benchmarks: on a busy machine a law does not become false.
hypothesis.register_profile("qonys", deadline=None)
hypothesis.load_profile("qonys")


def pytest_configure(config: pytest.Config) -> None:
    """Catalogues are compiled, not committed; what Django read before they were there it must read again.

    The models of one of our dependencies already translate a text while Django loads them, before any of this runs.
    """
    if translations.compile():
        setting_changed.send(sender=settings, setting="LOCALE_PATHS", value=settings.LOCALE_PATHS, enter=True)
