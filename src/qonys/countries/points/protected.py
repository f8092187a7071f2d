"""What no rule set may ask about. Who gains and who loses is counted by these groups; nobody is scored by them.

The AI law in force since 18 January 2026 forbids social rating and discrimination; a rule set that needs one of these
facts does not load. An ethnic Kazakh's right to the kandas status is a condition of the procedure, not points.
"""

from __future__ import annotations

from collections.abc import Iterable

from qonys.engines.vocabulary.errors import UnlawfulRules

PROTECTED = (
    ("origin",), ("ethnicity",), ("ethnic",), ("nationality",), ("citizenship",), ("race",), ("racial",),
    ("religion",), ("religious",), ("faith",), ("confession",), ("sex",), ("gender",), ("tribe",), ("clan",),
    ("zhuz",), ("caste",), ("birthplace",), ("birth", "place"), ("birth", "country"), ("birth", "region"),
    ("mother", "tongue"), ("native", "language"), ("opinion",), ("opinions",), ("party",), ("political",),
    ("surname",), ("patronymic",), ("iin",), ("skin",), ("orientation",), ("behaviour",),
)  # fmt: skip


def refuse_protected(names: Iterable[str], where: str) -> None:
    """Raises UnlawfulRules if a name asks for something nobody may be scored by."""
    for name in names:
        parts = set(name.split("_"))
        if any(parts.issuperset(each) for each in PROTECTED):
            said = "nobody may be scored by this."
            remedy = "Leave it out; who gains and who loses by it is shown by `difference(..., by=...)`."
            raise UnlawfulRules(said, where=f"{where}.{name}", value=name, remedy=remedy)
