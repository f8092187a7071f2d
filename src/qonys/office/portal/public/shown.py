"""Which run the pages show; a view that needs one says so with `@with_run`."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from qonys.engines.vocabulary.errors import DamagedRun, UnknownRun, UnknownTerritory
from qonys.office.planning.forecasts import runs
from qonys.office.portal.public.views import errors
from qonys.office.portal.public.waiting import waiting_page

View = Callable[..., HttpResponse]


def with_run(view: View) -> View:
    """Call the view with the newest run; before there is one, show how far the first forecast is."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            run = runs.latest()
            if run is None:
                return waiting_page(request)
            return view(request, run, *args, **kwargs)
        except (UnknownTerritory, UnknownRun) as error:
            raise Http404(str(error)) from error
        except DamagedRun as letter:
            return errors.damaged(request, str(letter))

    return shown
