"""The door for the web server: `granian --interface wsgi qonys.office.project.wsgi:application`."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import reverse

from qonys.office.foundation.watch.lines import catch_what_nobody_caught

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qonys.office.project.settings")
application = get_wsgi_application()
catch_what_nobody_caught()
reverse("start")  # every room is loaded now, not while the first visitor waits
# What lives long is there now, and is not looked through again. A page makes some ten thousand objects: Python would
# look for rubbish among all of them a dozen times, which is a tenth of the page.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 10, 10)
