"""The office's settings with addresses that fail."""

from qonys.office.project.settings import *  # noqa: F403

ROOT_URLCONF = "tests.office.operation.urls"
