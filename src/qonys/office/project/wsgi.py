"""The door for the web server: `granian --interface wsgi qonys.office.project.wsgi:application`."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from qonys.office.foundation.watch.lines import catch_what_nobody_caught

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qonys.office.project.settings")
application = get_wsgi_application()
catch_what_nobody_caught()
