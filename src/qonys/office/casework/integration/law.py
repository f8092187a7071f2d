"""What the country asks of settled families, and offers them: `policy/integration.yaml` of QONYS_COUNTRY."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.utils.translation import gettext as _

from qonys.countries.folders import pack_folder
from qonys.countries.integration import Integration, read_integration
from qonys.office.casework.integration.refusals import IntegrationRefused


def integration() -> Integration:
    """Raises IntegrationRefused where the country follows nobody."""
    found = known()
    if found is None:
        raise IntegrationRefused(_("This country has no rules for the follow-up of settled families."))
    return found


def known() -> Integration | None:
    return _read(settings.QONYS_COUNTRY)


@cache
def _read(country: str) -> Integration | None:
    return read_integration(pack_folder(country))
