"""All the doctor looks at, in the order of what depends on what."""

from __future__ import annotations

from qonys.office.project.doctor import contents, database, doors, machine, work
from qonys.office.project.doctor.findings import Check, Finding, examine


def visit(host: str) -> list[Finding]:
    """Everything, for a service that listens on `host`."""
    checks: list[tuple[str, Check]] = [
        ("Python", machine.python),
        ("packages", machine.packages),
        ("folder", machine.folders),
        ("disk", machine.disk),
        ("signing key", doors.secret_key),
        ("receipt key", doors.receipt_key),
        ("address", doors.served_at(host)),
        ("demonstration", doors.demonstration),
        ("second factor", doors.second_factor),
        ("database", database.server),
        ("migrations", database.migrations),
        ("guards of the journal", database.standing_guards),
        ("journal", database.journal),
        ("seals", database.seals),
        ("clock", database.clock),
        ("administrator", doors.administrator),
        ("worker", work.worker),
        ("queue", work.queue),
        ("mail and SMS", work.carriers),
        ("texts", contents.texts),
        ("country", contents.country),
        ("vendored files", contents.vendored),
    ]
    return examine(checks)
