"""Addresses that are answered at once, before hosts, https, languages and sessions are looked at."""

from __future__ import annotations

from django.urls import path

from qonys.office.portal.watch.views import health, metrics

urlpatterns = [
    path("health", health.health, name="health"),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("health/worker", health.worker, name="health_worker"),
    path("metrics", metrics.metrics, name="metrics"),
]
AT_ONCE = {f"/{each.pattern}": each for each in urlpatterns}
