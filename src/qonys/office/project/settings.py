"""Settings of the office. Everything that differs between a laptop and a ministry comes from the environment:

QONYS_HOME             folder of the database and the runs (default: `var` beside the source)
QONYS_COUNTRY          country pack to forecast: a name (kz) or a folder
QONYS_TRAJECTORIES     trajectories of the first forecast (1000)
QONYS_SEED             its seed (2026)
QONYS_PUBLIC_CONTROLS  1: anybody may start or cancel the forecast (default on this machine only), 0: nobody
QONYS_DEMO             1: an invented office whose accounts are named at the door, on this machine only (0)
QONYS_SECOND_FACTOR    1: officers sign in with a password and a code of their device (default), 0: a password is enough
QONYS_SMALLEST_COUNT   counts of people leave the registers only as multiples of this (5)
QONYS_SEAL_MINUTES     minutes between two seals of the journal (60)
QONYS_API_RATE         requests a minute one caller of the API may make (1200; without a token a quarter of it)
QONYS_WEBHOOK_HOSTS    hosts in your own network that may be sent events, comma separated (none)
QONYS_SITE             address of this office in letters (default: the first of QONYS_ORIGINS, else this machine)
QONYS_MAIL             who carries e-mail: smtp+tls://user:password@host:587, several separated by commas (nobody)
QONYS_MAIL_FROM        its sender (qonys@localhost)
QONYS_SMS              who carries SMS: https://name:secret@host/path, several separated by commas (nobody)
QONYS_QUIET_HOURS      full hours between which no SMS goes out (22-8)
QONYS_NOTICE_DAYS      days after which the texts of notices are erased (30)
QONYS_DRAFT_DAYS       days after which an application nobody touched is deleted unsent (90)
QONYS_FILE_MB          largest file that is taken, in megabytes (20)
QONYS_RECEIPT_KEY      file of the key that signs receipts (default: made once, kept in QONYS_HOME)
QONYS_CLAMD            host:port of the virus scanner clamd (none)
QONYS_HOSTS            host names served, comma separated (127.0.0.1,localhost,[::1])
QONYS_ORIGINS          origins forms may come from, comma separated (https://...)
QONYS_HTTPS            1: cookies and redirects for https only
QONYS_SECRET_KEY       signing key (default: made once, kept in QONYS_HOME)
QONYS_DEBUG            1: Django's debug pages
QONYS_LOG_LEVEL        INFO
QONYS_LOG_FORMAT       text, or json: one line of JSON for every event, requests too
QONYS_PROCESSES        processes of the web server (1); as many as cores where many officers work at once
QONYS_METRICS_TOKEN    lets others than this machine read /metrics (nobody)
DATABASE_URL           postgresql://user:password@host:port/name (default: SQLite in QONYS_HOME)
"""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF

from qonys.office.foundation.home import home
from qonys.office.foundation.notices.quiet import quiet_hours
from qonys.office.foundation.notices.routes import routes
from qonys.office.foundation.watch import lines
from qonys.office.project.database import database
from qonys.office.project.demonstration.allowed import demonstration
from qonys.office.project.signing_key import secret_key


def _words(name: str, default: str) -> list[str]:
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def _switch(name: str, default: str) -> bool:
    return os.environ.get(name, default).strip().lower() in ("1", "true", "yes", "on")


OFFICE = Path(__file__).resolve().parents[1]
QONYS_HOME = home()
QONYS_HOME.mkdir(mode=0o700, parents=True, exist_ok=True)  # personal data lies here
QONYS_COUNTRY = os.environ.get("QONYS_COUNTRY", "kz")
QONYS_TRAJECTORIES = int(os.environ.get("QONYS_TRAJECTORIES", "1000"))
QONYS_SMALLEST_COUNT = max(3, int(os.environ.get("QONYS_SMALLEST_COUNT", "5")))  # below three it would hide nobody
QONYS_SEED = int(os.environ.get("QONYS_SEED", "2026"))
# Named, not imported: the web server asks for a forecast without ever loading the numerical libraries.
QONYS_FORECASTER = "qonys.office.planning.briefs.services.make_run"
QONYS_AFTER_FORECAST = "qonys.office.planning.scenarios.tasks.ask_for_library"
QONYS_COMPARER = "qonys.office.planning.scenarios.services.make_comparisons"
QONYS_SEEKER = "qonys.office.planning.scenarios.services.seek_goal"
# Who is told of every act on a case, inside its transaction.
QONYS_AFTER_ACT = [
    "qonys.office.casework.procedures.registering.heard",
    "qonys.office.casework.selection.services.heard",
    "qonys.office.casework.integration.listening.heard",
    "qonys.office.casework.telling.services.heard",
]
# Who is told that an offer of a municipality has changed, inside its transaction.
QONYS_AFTER_OFFER = ["qonys.office.casework.placement.withdrawals.heard"]

DEBUG = _switch("QONYS_DEBUG", "0")
SECRET_KEY = secret_key(os.environ.get("QONYS_SECRET_KEY", ""), QONYS_HOME)
ALLOWED_HOSTS = _words("QONYS_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = _words("QONYS_ORIGINS", "")
HTTPS = _switch("QONYS_HTTPS", "0")
QONYS_DEMO = demonstration(_switch("QONYS_DEMO", "0"), HTTPS, ALLOWED_HOSTS)
QONYS_SECOND_FACTOR = _switch("QONYS_SECOND_FACTOR", "0" if QONYS_DEMO else "1")
QONYS_PUBLIC_CONTROLS = _switch("QONYS_PUBLIC_CONTROLS", "0" if HTTPS else "1")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "qonys.office.foundation.jobs",
    "qonys.office.foundation.journal",
    "qonys.office.foundation.authority",
    "qonys.office.foundation.tokens",
    "qonys.office.foundation.events",
    "qonys.office.foundation.exchange",
    "qonys.office.foundation.notices",
    "qonys.office.foundation.files",
    "qonys.office.registers.sources",
    "qonys.office.registers.persons",
    "qonys.office.registers.households",
    "qonys.office.registers.residence",
    "qonys.office.registers.vital_events",
    "qonys.office.registers.employers",
    "qonys.office.registers.linkage",
    "qonys.office.registers.settlements",
    "qonys.office.planning.forecasts",
    "qonys.office.casework.cases",
    "qonys.office.casework.documents",
    "qonys.office.casework.applications",
    "qonys.office.casework.offers",
    "qonys.office.casework.ledger",
    "qonys.office.casework.placement",
    "qonys.office.casework.letters",
    "qonys.office.casework.rulesets",
    "qonys.office.casework.selection",
    "qonys.office.casework.appeals",
    "qonys.office.casework.commission",
    "qonys.office.casework.integration",
    "qonys.office.portal.public",
    "qonys.office.portal.entrance",
    "qonys.office.portal.officer",
    "qonys.office.portal.commission",
    "qonys.office.portal.ledger",
    "qonys.office.portal.placement",
    "qonys.office.portal.papers",
    "qonys.office.portal.api",
    "qonys.office.portal.applicant",
    "qonys.office.portal.municipality",
    "qonys.office.portal.selection",
    "qonys.office.portal.settled",
    "qonys.office.portal.loop",
]
MIDDLEWARE = [
    "qonys.office.portal.watch.middleware.Watch",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "qonys.office.portal.api.middleware.Conversation",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "qonys.office.portal.entrance.middleware.EndIdleSessions",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "qonys.office.project.urls"
WSGI_APPLICATION = "qonys.office.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "qonys.office.portal.public.context.shell",
            ],
        },
    }
]
DATABASES = {"default": database(os.environ.get("DATABASE_URL", ""), QONYS_HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# Kind, work and minutes between. Named, not imported: only the worker that does it loads it.
QONYS_REGULAR = [
    ("seal", "qonys.office.foundation.journal.tasks.seal", float(os.environ.get("QONYS_SEAL_MINUTES", "60"))),
    ("bring along", "qonys.office.casework.cases.tasks.bring_along", 60),
    ("jobs tidy", "qonys.office.foundation.jobs.tidying.tidy", 24 * 60),
    ("statistics", "qonys.office.foundation.watch.statistics.refresh", 12 * 60),
    ("tidy", "qonys.office.foundation.authority.tasks.tidy", 24 * 60),
    ("tokens tidy", "qonys.office.foundation.tokens.tasks.tidy", 24 * 60),
    ("events", "qonys.office.foundation.events.tasks.deliver", 1),
    ("events tidy", "qonys.office.foundation.events.tasks.tidy", 24 * 60),
    ("exchange tidy", "qonys.office.foundation.exchange.tasks.tidy", 24 * 60),
    ("api tidy", "qonys.office.portal.api.tasks.tidy", 60),
    ("notices", "qonys.office.foundation.notices.tasks.deliver", 1),
    ("notices tidy", "qonys.office.foundation.notices.tasks.tidy", 24 * 60),
    ("warnings", "qonys.office.casework.telling.tasks.warn", 6 * 60),
    ("same person", "qonys.office.registers.linkage.tasks.compare_new", 1),
    ("same person, learn", "qonys.office.registers.linkage.tasks.learn", 24 * 60),
    ("rules", "qonys.office.casework.rulesets.tasks.activate", 30),
    ("rules, whom they help", "qonys.office.casework.selection.many.tasks.fairness", 30),
    ("receipts", "qonys.office.casework.selection.tasks.set_receipts", 1),
    ("quota ledger", "qonys.office.casework.ledger.tasks.expire", 5),
    ("surveys", "qonys.office.casework.integration.tasks.ask", 6 * 60),
    ("outcomes", "qonys.office.planning.outcomes.tasks.learn", 24 * 60),
    ("same person, quality", "qonys.office.registers.linkage.tasks.measure", 60),
    ("placement waits", "qonys.office.casework.placement.waiting.ask", 2),
    ("letters", "qonys.office.casework.letters.tasks.set_letters", 1),
    ("minutes", "qonys.office.casework.commission.tasks.set_protocols", 5),
    ("files", "qonys.office.foundation.files.tasks.tidy", 60),
    ("drafts", "qonys.office.casework.applications.tasks.tidy", 24 * 60),
    ("files sweep", "qonys.office.foundation.files.tasks.sweep", 24 * 60),
]

# Notices and files
QONYS_SITE = os.environ.get("QONYS_SITE", "") or next(iter(CSRF_TRUSTED_ORIGINS), "http://127.0.0.1:8000")
QONYS_MAIL = routes("QONYS_MAIL", os.environ.get("QONYS_MAIL", ""))
QONYS_MAIL_FROM = os.environ.get("QONYS_MAIL_FROM", "qonys@localhost")
QONYS_SMS = routes("QONYS_SMS", os.environ.get("QONYS_SMS", ""))
QONYS_QUIET_HOURS = quiet_hours(os.environ.get("QONYS_QUIET_HOURS", "22-8"))
QONYS_NOTICE_DAYS = int(os.environ.get("QONYS_NOTICE_DAYS", "30"))
QONYS_DRAFT_DAYS = int(os.environ.get("QONYS_DRAFT_DAYS", "90"))
QONYS_FILE_MB = float(os.environ.get("QONYS_FILE_MB", "20"))
QONYS_RECEIPT_KEY = os.environ.get("QONYS_RECEIPT_KEY", "")
QONYS_CLAMD = os.environ.get("QONYS_CLAMD", "")

# The API, events and tables from outside
QONYS_API_RATE = int(os.environ.get("QONYS_API_RATE", "1200"))
QONYS_WEBHOOK_HOSTS = _words("QONYS_WEBHOOK_HOSTS", "")
QONYS_EVENT_SOURCE = f"//{next(iter(ALLOWED_HOSTS), 'localhost')}/api/v1"
QONYS_LAYOUTS = [
    "qonys.office.foundation.exchange.layouts.territories.LAYOUT",
    "qonys.office.registers.persons.importing.LAYOUT",
    "qonys.office.casework.applications.importing.layouts",
]

# Accounts and sessions
AUTH_USER_MODEL = "authority.Account"
AUTHENTICATION_BACKENDS = ["qonys.office.foundation.authority.backend.SessionAccounts"]
PASSWORD_HASHERS = [
    "qonys.office.foundation.authority.hasher.SlimArgon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("login", "display_name")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "sign_in"
SESSION_COOKIE_NAME = "__Host-qonys_session" if HTTPS else "qonys_session"  # __Host-: this host alone, https alone
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
QONYS_IDLE_MINUTES = 30  # a desk left alone is signed out
QONYS_APPLICANT_IDLE_MINUTES = 180

# Languages
LANGUAGE_CODE = "kk"
LANGUAGES = [("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "qonys_language"
LOCALE_PATHS = [OFFICE / "locale"]
FORMAT_MODULE_PATH = ["qonys.office.project.formats"]
USE_I18N = True
# Grouping is asked for where a quantity is written (wording.numbers); by default it would write the year 2 026.
USE_THOUSAND_SEPARATOR = False
TIME_ZONE = "Asia/Almaty"
USE_TZ = True

# Files: served from where they lie, so that the first page waits for no collecting step.
STATIC_URL = "/static/"
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 60
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/vendor/[^/]+-\d[^/]*/"  # the folder carries the version

# Security
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None

LOG_AS_JSON = os.environ.get("QONYS_LOG_FORMAT", "text").strip().lower() == "json"
LOGGING = lines.configuration(json=LOG_AS_JSON, level=os.environ.get("QONYS_LOG_LEVEL", "INFO").upper(), whole=DEBUG)
QONYS_PROCESSES = max(1, int(os.environ.get("QONYS_PROCESSES", "1")))
QONYS_METRICS_TOKEN = os.environ.get("QONYS_METRICS_TOKEN", "")
# Named, not imported: asked when somebody reads /metrics.
QONYS_GAUGES = [
    "qonys.office.foundation.jobs.gauges.gauges",
    "qonys.office.foundation.journal.gauges.gauges",
    "qonys.office.foundation.notices.gauges.gauges",
    "qonys.office.foundation.watch.database.gauges",
]
