"""May this account write rule sets, or approve them?"""

from __future__ import annotations

from typing import Any

from qonys.office.foundation.authority.roles import Action
from qonys.office.foundation.authority.scope import in_force


def writes(account: Any) -> bool:
    """A mandate over the whole country: rules hold everywhere."""
    held = in_force(account, Action.LEGISLATE).values_list("territory", flat=True)
    return any(path.count("/") == 1 for path in held)
