"""Numbers in the text format of Prometheus. Closed to the world: for this machine, or for who knows the token."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.metrics_core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from qonys.office.foundation.watch import gauges

HERE = ("127.0.0.1", "::1")
# What a proxy adds: behind one on the same machine everybody would seem to come from here.
FROM_ELSEWHERE = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_FORWARDED", "HTTP_VIA")
TOGETHER = "PROMETHEUS_MULTIPROC_DIR"  # set by project/web.py, which starts the processes
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class Office:
    """Asks the rooms at the moment somebody looks."""

    def describe(self) -> Iterator[GaugeMetricFamily]:
        return iter(())  # nothing is asked while the program is loaded, when there may be no database yet

    def collect(self) -> Iterator[GaugeMetricFamily]:
        families: dict[str, GaugeMetricFamily] = {}
        for each in gauges.all_of(settings.QONYS_GAUGES):
            labels = sorted(each.labels)
            family = families.setdefault(each.name, GaugeMetricFamily(each.name, each.help, labels=labels))
            family.add_metric([each.labels[label] for label in labels], each.value)
        yield from families.values()


disable_created_metrics()  # when each counter began is of no use to anybody
registry = CollectorRegistry()
answered = Counter("qonys_requests", "Requests answered.", ("method", "route", "status"), registry=registry)
seconds = Histogram("qonys_request_seconds", "Time to answer.", ("route",), buckets=BUCKETS, registry=registry)
ProcessCollector(registry=registry)
registry.register(Office())


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    if not _may_look(request):
        return HttpResponse("There is nothing here for you.\n", status=404, content_type="text/plain; charset=utf-8")
    return HttpResponse(generate_latest(_together()), content_type=CONTENT_TYPE_LATEST)


def _together() -> CollectorRegistry:
    """What this process counted; what all of them did where the server has several."""
    if TOGETHER not in os.environ:
        return registry
    found = CollectorRegistry()
    MultiProcessCollector(found)
    found.register(Office())
    return found


def _may_look(request: HttpRequest) -> bool:
    if request.META.get("REMOTE_ADDR") in HERE and not any(name in request.META for name in FROM_ELSEWHERE):
        return True
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    wanted = settings.QONYS_METRICS_TOKEN
    return bool(wanted) and kind == "Bearer" and secrets.compare_digest(token.encode(), wanted.encode())
