"""The journal: one line for one change, chained, sealed, refused to be changed, and verified."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from qonys.office.foundation.jobs import tasks as worker
from qonys.office.foundation.jobs.models import Job
from qonys.office.foundation.journal import canonical, chain, guards, personal, sealing, selectors, services
from qonys.office.foundation.journal.models import NOTHING, Entry, Personal, Seal, Stream
from qonys.office.foundation.journal.refusals import Erased, OutsideTransaction, Unjournalable
from qonys.office.foundation.journal.verification import verify, walk

pytestmark = pytest.mark.django_db


def write(count: int, *streams: str) -> list[Entry]:
    return [
        services.append(stream, "moved", {"step": n, "to": "қаралуда"}, actor="account:7")
        for n in range(count)
        for stream in streams or ("case:1",)
    ]


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def settle() -> None:
    """PostgreSQL checks foreign keys at the end of a transaction, and until then lets nobody alter the table."""
    if connection.vendor == "postgresql":
        sql("SET CONSTRAINTS ALL IMMEDIATE")
        sql("SET CONSTRAINTS ALL DEFERRED")


@contextmanager
def burglar() -> Iterator[None]:
    """Somebody with every right in the database takes the guards down, does his work, and puts them up again."""
    settle()
    guards.take_down(connection)
    yield
    settle()
    guards.put_up(connection, *guards.TABLES)


def first_broken() -> str:
    return str(verify().broken[0])


# Writing


def test_entries_are_numbered_from_one_and_each_follows_the_one_before() -> None:
    entries = write(3)
    assert [each.sequence for each in entries] == [1, 2, 3]
    assert [each.previous for each in entries] == [NOTHING, entries[0].hash, entries[1].hash]
    end = Stream.objects.get(pk="case:1")
    assert (end.entries, end.head) == (3, entries[2].hash)


def test_a_stranger_can_check_a_hash_with_sha256sum() -> None:
    entry = write(1)[0]
    lines = [
        "qonys-entry-1",
        "case:1",
        "1",
        entry.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f+00:00"),
        "account:7",
        "moved",
        NOTHING,
        '{"step":0,"to":"қаралуда"}',
    ]
    assert hashlib.sha256("\n".join(lines).encode()).hexdigest() == entry.hash


def test_an_append_costs_three_queries_however_long_the_stream_is() -> None:
    write(30)
    with CaptureQueriesContext(connection) as captured:
        write(1)
    assert len(captured) == 3


@pytest.mark.django_db(transaction=True)
def test_a_line_outside_the_transaction_of_its_change_is_refused() -> None:
    with pytest.raises(OutsideTransaction, match=r"transaction\.atomic"):
        write(1)


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_undone_takes_its_line_with_it_and_leaves_no_gap() -> None:
    with transaction.atomic():
        write(1)
    with pytest.raises(RuntimeError), transaction.atomic():
        write(1)
        raise RuntimeError
    with transaction.atomic():
        assert write(1)[0].sequence == 2
    assert verify().broken == ()


@pytest.mark.parametrize("name", ["", "two\nlines", "Айгүл", "a" * 121, " x", "semi;colon"])
def test_names_are_codes(name: str) -> None:
    for changed in ("stream", "action", "actor"):
        told = {"stream": "case:1", "action": "moved", "actor": "account:7"} | {changed: name}
        with pytest.raises(Unjournalable, match=changed):
            services.append(told["stream"], told["action"], {}, actor=told["actor"])
    assert not Entry.objects.exists()


def test_a_clock_set_back_changes_no_order(monkeypatch: pytest.MonkeyPatch) -> None:
    write(2)
    monkeypatch.setattr(services.timezone, "now", lambda: datetime(2020, 1, 1, tzinfo=UTC))
    write(2)
    monkeypatch.undo()
    write(1)
    found = list(selectors.entries("case:1"))
    assert [each.sequence for each in found] == [1, 2, 3, 4, 5]
    assert found[2].at < found[1].at
    assert [each.sequence for each in selectors.newest("case:1", 2)] == [5, 4]
    sealing.seal()
    assert verify().broken == ()


# One way to write a thing

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.text(st.characters(codec="utf-8")), plain, max_size=4))
def test_what_is_written_can_be_read_and_is_written_the_same_again(content: dict[str, Any]) -> None:
    written = canonical.text(content)
    assert json.loads(written) == content
    assert canonical.text(json.loads(written)) == written
    assert canonical.text(dict(reversed(content.items()))) == written
    assert "\n" not in written


def test_dates_moments_and_amounts_have_one_form() -> None:
    almaty = timezone(timedelta(hours=5))
    told = {"amount": Decimal("4325.00"), "day": date(2026, 11, 23), "at": datetime(2026, 11, 23, 5, tzinfo=almaty)}
    assert canonical.text(told) == ('{"amount":"4325.00","at":"2026-11-23T00:00:00.000000+00:00","day":"2026-11-23"}')


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ({"a": {"b": [1, 0.1]}}, r"payload\.a\.b\[1\]: float 0\.1"),
        ({"a": float("nan")}, "payload.a: float nan"),
        ({"a": Decimal("NaN")}, "Decimal"),
        ({"a": datetime(2026, 1, 1)}, "datetime"),
        ({"a": {1, 2}}, "set"),
        ({1: "a"}, "the key 1 is no text"),
        ({"a": "\ud800"}, "surrogate"),
    ],
)
def test_what_has_no_one_form_is_refused_by_its_place(content: dict[Any, Any], where: str) -> None:
    with pytest.raises(Unjournalable, match=where):
        canonical.text(content)


# The database refuses


def test_a_stream_is_begun_once_with_what_is_kept_beside_it() -> None:
    told = {"step": 1}
    with CaptureQueriesContext(connection) as captured, transaction.atomic():
        entry = personal.begin_with("case:1", "moved", told, {"told": {"name": "Invented"}}, actor="account:7")
    assert len([each for each in captured if "INSERT" in each["sql"]]) == 3
    reference = json.loads(entry.payload)["told"]
    assert personal.read(reference) == {"name": "Invented"}
    write(2)
    assert (entry.sequence, entry.previous) == (1, NOTHING)
    assert verify().broken == () and Stream.objects.get().entries == 3
    with pytest.raises(IntegrityError), transaction.atomic():
        services.begin("case:1", "moved", told, actor="account:7")
    with pytest.raises(Unjournalable):
        services.begin("case 1\n", "moved", told, actor="account:7")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_entry SET actor = 'account:8' WHERE sequence = 2",
        "UPDATE journal_entry SET payload = '{}'",
        "DELETE FROM journal_entry WHERE sequence = 3",
        "DELETE FROM journal_entry",
        "UPDATE journal_seal SET root = hash",
        "DELETE FROM journal_seal",
        "DELETE FROM journal_stream",
        "UPDATE journal_stream SET entries = 0",
        "UPDATE journal_stream SET entries = entries + 2",
        "UPDATE journal_stream SET entries = entries + 1, name = 'case:2'",
        "DELETE FROM journal_personal",
        "UPDATE journal_personal SET content = '{}'",
        "UPDATE journal_personal SET content = '', salt = '', digest = 'x'",
    ],
)
def test_the_database_refuses_to_change_what_was_written(statement: str) -> None:
    write(3)
    personal.keep("case:1", {"name": "invented"})
    sealing.seal()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        sql(statement)
    assert verify().broken == ()


def test_no_other_way_of_writing_gets_round_the_guards() -> None:
    entry = write(1)[0]
    fields = "stream_id, sequence, at, actor, action, payload, previous, hash"
    copied = f"INTO journal_entry (id, {fields}) SELECT id, {fields} FROM journal_entry"
    ways = {
        "sqlite": (
            f"INSERT OR REPLACE {copied}",
            "REPLACE INTO journal_stream (name, entries, head) SELECT name, 0, head FROM journal_stream",
            "UPDATE OR REPLACE journal_entry SET actor = 'account:8'",
        ),
        "postgresql": (
            "TRUNCATE journal_entry CASCADE",
            f"INSERT {copied} ON CONFLICT (id) DO UPDATE SET actor = 'account:8'",
            "SET LOCAL session_replication_role = replica; UPDATE journal_entry SET actor = 'account:8'",
        ),
    }
    settle()
    for statement in ways[connection.vendor]:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            sql(statement)
    assert Entry.objects.get() == entry and verify().broken == ()


def test_two_entries_in_one_place_are_impossible() -> None:
    entry = write(2)[0]
    entry.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save(force_insert=True)


def test_every_guard_stands_after_the_migrations_and_one_that_is_gone_is_told() -> None:
    assert guards.missing(connection) == set()
    settle()
    sql("DROP TRIGGER journal_entry_update" + (" ON journal_entry" if connection.vendor == "postgresql" else ""))
    assert "the guard journal_entry_update is gone" in first_broken()


# Sealing


def test_seals_cover_every_entry_once_and_follow_each_other() -> None:
    write(13, "case:1", "case:2")
    made = sealing.seal(batch=10)
    assert [(each.number, each.entries) for each in made] == [(1, 10), (2, 10), (3, 6)]
    assert [each.previous for each in made] == [NOTHING, made[0].hash, made[1].hash]
    assert sealing.seal() == []
    write(1)
    assert [(each.number, each.entries) for each in sealing.seal()] == [(4, 1)]
    report = verify()
    assert (report.entries, report.streams, report.seals, report.unsealed, report.broken) == (27, 2, 4, 0, ())


def test_what_was_written_since_the_last_seal_is_told() -> None:
    write(2)
    sealing.seal()
    write(3)
    assert verify().unsealed == 3


@given(st.integers(1, 40))
@settings(deadline=None)
def test_the_root_is_that_of_the_plain_tree(count: int) -> None:
    hashes = [hashlib.sha256(str(n).encode()).hexdigest() for n in range(count)]

    def slow(leaves: list[str]) -> bytes:
        """RFC 6962 as it is written: the left part is the largest power of two smaller than the whole."""
        if len(leaves) == 1:
            return hashlib.sha256(b"\x00" + bytes.fromhex(leaves[0])).digest()
        left = 1 << ((len(leaves) - 1).bit_length() - 1)
        return hashlib.sha256(b"\x01" + slow(leaves[:left]) + slow(leaves[left:])).digest()

    assert chain.merkle_root(hashes) == slow(hashes).hex()


def test_the_worker_seals() -> None:
    write(4)
    job = Job.objects.create(kind="seal", task="qonys.office.foundation.journal.tasks.seal")
    worker.perform.call(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result) == ("done", "seals 1-1")


# Verifying: each crime is found, and named


def test_an_altered_line_is_named() -> None:
    write(5, "case:1", "case:2")
    with burglar():
        sql("UPDATE journal_entry SET payload = '{}' WHERE stream_id = 'case:2' AND sequence = 3")
    assert first_broken() == "case:2 #3: time, actor, action or payload was altered: its hash does not fit them."


@pytest.mark.parametrize("column", ["at", "actor", "action"])
def test_every_part_of_a_line_counts(column: str) -> None:
    write(2)
    value = "'2020-01-01 00:00:00+00:00'" if column == "at" else "'other'"
    with burglar():
        sql(f"UPDATE journal_entry SET {column} = {value} WHERE sequence = 2")
    assert first_broken().startswith("case:1 #2: time, actor")


def test_a_line_rewritten_with_its_hash_breaks_the_next_link() -> None:
    entry = write(4)[1]
    with burglar():
        rewrite(entry, "{}")
    assert first_broken().startswith("case:1 #3: follows ")


def test_a_missing_line_is_named() -> None:
    write(4)
    with burglar():
        sql("DELETE FROM journal_entry WHERE sequence = 2")
    assert first_broken() == "case:1 #2: is missing; the next one there is #3."


def test_a_missing_end_is_named_and_a_stream_without_lines_too() -> None:
    write(3, "case:1", "case:2")
    with burglar():
        sql("DELETE FROM journal_entry WHERE stream_id = 'case:1' AND sequence = 3")
        sql("DELETE FROM journal_entry WHERE stream_id = 'case:2'")
    assert [str(each) for each in verify().broken] == [
        "case:1 #3: is missing; the stream remembers that it was there.",
        "case:2 #3: is missing; the stream remembers that it was there.",
    ]


def test_a_line_put_behind_the_end_is_named() -> None:
    entry = write(2)[1]
    with burglar():
        found = hash_of(entry, 3, "account:8", "{}", entry.hash)
        told = {"action": "moved", "payload": "{}", "previous": entry.hash, "hash": found}
        Entry.objects.create(stream_id="case:1", sequence=3, at=entry.at, actor="account:8", **told)
    assert first_broken() == "case:1 #3: was put behind the end the stream remembers."


def test_a_stream_rewritten_to_its_end_is_found_by_the_seal() -> None:
    write(3, "case:1", "case:2")
    sealing.seal()
    with burglar():
        rewrite_to_the_end("case:2", 2)
    assert first_broken() == "case:2 #2: is not what seal 1 sealed in its place (6 entries, 6 were sealed)."


def test_a_rewritten_seal_is_found_and_a_whole_new_history_by_a_hash_noted_elsewhere() -> None:
    write(3, "case:1", "case:2")
    noted = sealing.seal()[0].hash
    with burglar():
        sql("UPDATE journal_seal SET root = hash")
    assert first_broken() == "seal 1: was altered: its hash does not fit it."
    with burglar():
        rewrite_to_the_end("case:2", 1)
        sql("DELETE FROM journal_seal")
        sealing.seal()
    assert verify().broken == ()
    assert verify([noted]).broken[0].what.startswith(f"none has the hash {noted[:12]}")


def test_a_seal_that_is_taken_out_is_missed() -> None:
    write(25)
    sealing.seal(batch=10)
    with burglar():
        sql("DELETE FROM journal_seal WHERE number = 2")
    assert first_broken() == "seal 3: does not follow seal 1: a seal is missing or was rewritten."


def test_at_most_twenty_findings_are_told_in_order() -> None:
    write(30)
    with burglar():
        sql("UPDATE journal_entry SET payload = '{}'")
    assert [each.sequence for each in verify().broken] == list(range(1, 21))


def test_a_walk_over_nothing_finds_nothing() -> None:
    assert list(walk([])) == [] and verify().broken == ()


# Reading, and personal contents


def test_who_looked_is_written_down_and_told_newest_first() -> None:
    services.record_reading("account:7", "case:1", "deciding")
    services.record_reading("account:9", "case:1", "complaint 12")
    services.record_reading("account:9", "case:2", "deciding")
    assert [(each.actor, each.purpose) for each in selectors.who_looked("case:1")] == [
        ("account:9", "complaint 12"),
        ("account:7", "deciding"),
    ]
    assert not selectors.entries("case:1").exists()  # looking changes nothing in the file
    assert verify().broken == ()


def test_a_personal_content_is_erased_and_the_chain_stays_whole() -> None:
    reference = personal.keep("case:1", {"name": "Invented Person", "born": date(2051, 3, 9)})
    entry = services.append("case:1", "applied", {"applicant": reference}, actor="account:7")
    assert "Invented" not in entry.payload
    assert personal.read(selectors.content(entry)["applicant"]) == {"born": "2051-03-09", "name": "Invented Person"}
    assert personal.erase("case:1", actor="account:9", reason="request 5") == 1
    assert (Personal.objects.get().content, Personal.objects.get().salt) == ("", "")
    with pytest.raises(Erased, match="case:1: a personal content was erased"):
        personal.read(reference)
    assert [each.action for each in selectors.entries("case:1")] == ["applied", "erased"]
    assert verify().broken == ()


def test_equal_contents_have_different_digests_so_that_none_can_be_guessed() -> None:
    one, other = personal.keep("case:1", {"iin": "520309400011"}), personal.keep("case:1", {"iin": "520309400011"})
    assert one != other


def test_an_altered_personal_content_is_found() -> None:
    personal.keep("case:1", {"name": "Invented"})
    with burglar():
        sql('UPDATE journal_personal SET content = \'{"name":"Other"}\'')
    assert "was altered" in first_broken()


# What a burglar does


def hash_of(entry: Entry, sequence: int, actor: str, payload: str, previous: str) -> str:
    return chain.entry_hash(entry.stream_id, sequence, entry.at, actor, entry.action, payload, previous)


def rewrite(entry: Entry, payload: str) -> str:
    found = hash_of(entry, entry.sequence, entry.actor, payload, entry.previous)
    sql("UPDATE journal_entry SET payload = %s, previous = %s, hash = %s WHERE id = %s",
        payload, entry.previous, found, entry.pk)  # fmt: skip
    return found


def rewrite_to_the_end(stream: str, sequence: int) -> None:
    """A line and all that follow it, with hashes that fit, and the end of the stream."""
    head = None
    for entry in selectors.entries(stream).filter(sequence__gte=sequence):
        entry.previous = head or entry.previous
        head = rewrite(entry, "{}")
    sql("UPDATE journal_stream SET head = %s WHERE name = %s", head, stream)


def test_seals_are_counted_by_the_newest() -> None:
    assert selectors.newest_seal() is None
    write(1)
    sealing.seal()
    assert selectors.newest_seal() == Seal.objects.get()
