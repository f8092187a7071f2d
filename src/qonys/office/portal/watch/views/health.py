"""Alive, ready, working: 200 if so, 503 if not, and why in one word or two."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from qonys.engines.vocabulary.errors import DamagedRun
from qonys.office.foundation.jobs import gauges, presence
from qonys.office.planning.forecasts import runs


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """The database answers; tells which run is shown."""
    if not _database_answers():
        return _down(database="does not answer")
    try:
        run = runs.latest()
    except DamagedRun as letter:
        return _down(runs=str(letter))
    return _ok(run=run.id if run else None)


@never_cache
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """The process answers: if not, start it again."""
    return _ok()


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """The database answers and is up to date: if not, send nobody here."""
    if not _database_answers():
        return _down(database="does not answer")
    try:
        _wait_for_migrations()
    except NotMigrated:
        return _down(database="migrations are missing")
    return _ok()


@never_cache
@require_safe
def worker(request: HttpRequest) -> JsonResponse:
    """A worker showed life within the last minute; with the age of the oldest job that waits."""
    try:
        seen, waiting = presence.last_seen(), gauges.queue_age()
        alive = bool(presence.alive())
    except DatabaseError:
        return _down(database="does not answer")
    told = {
        "seconds_since_last_sign": None if seen is None else round((timezone.now() - seen).total_seconds(), 1),
        "oldest_waiting_seconds": None if waiting is None else round(waiting, 1),
    }
    return _ok(**told) if alive else _down(**told)


class NotMigrated(Exception):
    """Tables are older than the program."""


@cache  # only what is well is remembered: an exception is not, and migrations are never taken back while we run
def _wait_for_migrations() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotMigrated


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _ok(**told: Any) -> JsonResponse:
    return JsonResponse({"status": "ok", **told})


def _down(**told: Any) -> JsonResponse:
    return JsonResponse({"status": "down", **told}, status=503)
