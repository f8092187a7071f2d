"""Does the ledger add up? Every balance is told again from the entries, and every entry from what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from qonys.office.casework.ledger.states import ACCOUNT, State

HOLDING = {state.value: account.value for state, account in ACCOUNT.items() if account}


@dataclass(frozen=True)
class Finding:
    """A sum that does not hold."""

    what: str
    quota: int
    wanted: int
    found: int

    def __str__(self) -> str:
        return f"quota {self.quota}: {self.what} should be {self.wanted}, is {self.found}"


def check() -> list[Finding]:
    """Everything that does not hold; nothing when the ledger is sound. Whole tables are read, by the database."""
    return [Finding(what, *row) for what, sql in _LAWS.items() for row in _rows(sql)]


def size() -> tuple[int, int, int]:
    """Quotas, reservations, entries."""
    (row,) = _rows(
        "SELECT (SELECT COUNT(*) FROM ledger_quota), (SELECT COUNT(*) FROM ledger_reservation), "
        "(SELECT COUNT(*) FROM ledger_entry)"
    )
    return row


def _balance(account: str) -> str:
    """The balance a quota shows beside the one its entries sum to."""
    sign = -1 if account == "granted" else 1
    moved = (
        "SELECT quota_id, "
        f"SUM(CASE WHEN target = '{account}' THEN units ELSE -units END) * {sign} AS units FROM ledger_entry "
        f"WHERE '{account}' IN (source, target) GROUP BY quota_id"
    )
    return (
        f"SELECT q.id, COALESCE(m.units, 0), q.{account} FROM ledger_quota q LEFT JOIN ({moved}) m "
        f"ON m.quota_id = q.id WHERE COALESCE(m.units, 0) <> q.{account}"
    )


def _held(state: str, account: str) -> str:
    """What the reservations hold beside the account they stand in."""
    held = f"SELECT quota_id, SUM(units) AS units FROM ledger_reservation WHERE state = '{state}' GROUP BY quota_id"
    return (
        f"SELECT q.id, q.{account}, COALESCE(h.units, 0) FROM ledger_quota q LEFT JOIN ({held}) h "
        f"ON h.quota_id = q.id WHERE COALESCE(h.units, 0) <> q.{account}"
    )


_ORDERED = """
    SELECT q.id, COALESCE(o.units, 0), q.granted FROM ledger_quota q LEFT JOIN (
        SELECT l.quota_id, SUM(l.change) AS units FROM ledger_orderline l JOIN ledger_order o ON o.id = l.order_id
        WHERE o.state = 'in_force' GROUP BY l.quota_id
    ) o ON o.quota_id = q.id WHERE COALESCE(o.units, 0) <> q.granted
"""
_NUMBERED = """
    SELECT q.id, q.entries, COALESCE(e.lines, 0) FROM ledger_quota q LEFT JOIN (
        SELECT quota_id, COUNT(*) AS lines, MAX(number) AS last FROM ledger_entry GROUP BY quota_id
    ) e ON e.quota_id = q.id WHERE COALESCE(e.lines, 0) <> q.entries OR COALESCE(e.last, 0) <> q.entries
"""
_WAITING = """
    SELECT q.id, q.waiting, COALESCE(w.people, 0) FROM ledger_quota q LEFT JOIN (
        SELECT quota_id, COUNT(*) AS people FROM ledger_reservation WHERE state = 'waiting' GROUP BY quota_id
    ) w ON w.quota_id = q.id WHERE COALESCE(w.people, 0) <> q.waiting
"""
_SERVED = """
    SELECT q.id, r.units, q.available FROM ledger_quota q JOIN ledger_reservation r ON r.id = (
        SELECT f.id FROM ledger_reservation f WHERE f.quota_id = q.id AND f.state = 'waiting'
        ORDER BY f.priority, f.arrival LIMIT 1
    ) WHERE r.units <= q.available
"""
_UNITS = """
    SELECT e.quota_id, r.units, e.units FROM ledger_entry e JOIN ledger_reservation r ON r.id = e.reservation_id
    WHERE e.units <> r.units OR e.quota_id <> r.quota_id
"""
# A reservation holds exactly what entries brought to it less what they took away.
_TRACED = f"""
    SELECT r.quota_id, CASE WHEN r.state IN ('reserved', 'frozen', 'used') THEN r.units ELSE 0 END, COALESCE(e.units, 0)
    FROM ledger_reservation r LEFT JOIN (
        SELECT reservation_id, SUM(CASE WHEN source = 'available' THEN units WHEN target = 'available' THEN -units
               ELSE 0 END) AS units FROM ledger_entry WHERE reservation_id IS NOT NULL GROUP BY reservation_id
    ) e ON e.reservation_id = r.id
    WHERE COALESCE(e.units, 0) <> CASE WHEN r.state IN ({", ".join(f"'{s}'" for s in HOLDING)}) THEN r.units ELSE 0 END
"""
_LAWS = {
    "given by orders in force": _ORDERED,
    "number of entries": _NUMBERED,
    "people on the waiting list": _WAITING,
    "units held back from the first who waits": _SERVED,
    "units of an entry and its reservation": _UNITS,
    "units of a reservation by its entries": _TRACED,
    **{f"balance of {account}": _balance(account) for account in ("granted", "available", *HOLDING.values())},
    **{f"units {state} by reservations": _held(state, account) for state, account in HOLDING.items()},
}
assert set(HOLDING) == {State.RESERVED, State.FROZEN, State.USED}


def _rows(sql: str) -> Iterator[tuple[int, int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        yield from cursor.fetchall()
