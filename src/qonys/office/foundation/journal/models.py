"""Streams, their entries, the seals over all of them, and personal contents that may be erased.

A stream is one history: "case:123", "authority", "account:7". Its entries are numbered from 1 without a gap, and each
carries the hash of the one before. Entries and seals are never changed: triggers of the database refuse it (guards).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

HASH = 64  # hexadecimal digits of SHA-256
NOTHING = "0" * HASH  # what the first entry and the first seal follow


class Stream(models.Model):
    """Where the next entry of a history attaches. It may only move forward, one entry at a time."""

    name = models.CharField(max_length=120, primary_key=True)
    entries = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=HASH, default=NOTHING)  # hash of the newest entry

    def __str__(self) -> str:
        return f"{self.name} ({self.entries})"


class Entry(models.Model):
    """One line. `sequence` is the order; `at` is only what the clock said."""

    stream = models.ForeignKey(Stream, on_delete=models.PROTECT, db_index=False, related_name="lines")
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=120)  # "account:7", "command line", "worker"; never a person's name
    action = models.CharField(max_length=60)
    payload = models.TextField()  # canonical JSON, kept letter by letter
    previous = models.CharField(max_length=HASH)
    hash = models.CharField(max_length=HASH)

    class Meta:
        ordering = ("stream", "sequence")
        constraints = (
            models.UniqueConstraint(fields=("stream", "sequence"), name="journal_one_entry_at_a_place"),
            models.CheckConstraint(condition=Q(sequence__gte=1), name="journal_sequence_starts_at_one"),
        )

    def __str__(self) -> str:
        return f"{self.stream_id} #{self.sequence} {self.action}"


class Seal(models.Model):
    """One hash over the entries with ids `first` to `last`, whatever their streams, and over the seal before."""

    number = models.PositiveBigIntegerField(primary_key=True)  # 1, 2, 3, ...
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    entries = models.PositiveIntegerField()
    root = models.CharField(max_length=HASH)  # Merkle root of their hashes, in order of id
    marks = models.BinaryField()  # the first four bytes of each hash: says which entry it was when the root differs
    at = models.DateTimeField()
    previous = models.CharField(max_length=HASH)
    hash = models.CharField(max_length=HASH)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.CheckConstraint(condition=Q(last__gte=models.F("first")), name="journal_seal_covers_something"),
        )

    def __str__(self) -> str:
        return f"seal {self.number} ({self.first}-{self.last})"


class Personal(models.Model):
    """What a payload refers to by its digest because its erasure may be demanded. Erasing empties it for good."""

    digest = models.CharField(max_length=HASH, primary_key=True)  # of salt and content: says nothing once they are gone
    stream = models.ForeignKey(Stream, on_delete=models.PROTECT, related_name="personal")
    salt = models.CharField(max_length=32)
    content = models.TextField()  # canonical JSON
    kept = models.DateTimeField(default=timezone.now)
    erased = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(erased=None) | Q(salt="", content=""), name="journal_erased_means_nothing_left"
            ),
        )

    def __str__(self) -> str:
        return f"{self.digest[:12]} of {self.stream_id}"
