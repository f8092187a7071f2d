"""The address of the loop, below the language."""

from __future__ import annotations

from django.urls import path

from qonys.office.portal.loop.views import loop

urlpatterns = [path("office/loop/", loop, name="office_loop")]
