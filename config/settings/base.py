"""Settings common to every installation. What differs comes from the environment."""

from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from environs import Env

from core import logs

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = Env()
env.read_env(str(BASE_DIR / ".env"), recurse=False)

SECRET_KEY = env.str("SECRET_KEY")
DEBUG = False
DEMO = env.bool("DEMO", False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
BASE_URL = env.str("BASE_URL", "http://localhost:8000")
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "core",
    "quarters",
    "steering",
    "casework",
    "portal",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "import_export",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "core.middleware.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.RequestLogMiddleware",
    "core.fetched_forms.FetchedFormMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "core.middleware.IdentityMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "core.middleware.SecondFactorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "core.context.page",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Database -----------------------------------------------------------------------------------
DATABASES = {"default": dj_database_url.parse(env.str("DATABASE_URL"))}
_options = DATABASES["default"].setdefault("OPTIONS", {})
_parameters = ["-c lock_timeout=10s", "-c idle_in_transaction_session_timeout=120s"]
if role := env.str("DATABASE_ROLE", ""):
    _parameters.append(f"-c role={role}")
    _parameters.append("-c statement_timeout=60s")
_options["options"] = " ".join(_parameters)
if env.bool("DATABASE_POOL", False):
    _options["pool"] = {"min_size": 1, "max_size": env.int("DATABASE_POOL_SIZE", 8), "timeout": 10}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", 60)
# After a restart of the database no request meets a dead connection, with the pool or without.
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Redis: cache, rate limits, broker ------------------------------------------------------------
REDIS_URL = env.str("REDIS_URL")


def redis_address(url: str, database: int) -> tuple[str, str]:
    """Return the address as Django's cache and as Celery want it; they differ for Unix sockets."""
    parts = urlsplit(url)
    if parts.scheme == "unix":
        return f"unix://{parts.path}?db={database}", f"redis+socket://{parts.path}?virtual_host={database}"
    address = f"{parts.scheme}://{parts.netloc}/{database}"
    return address, address


CACHES = {
    "default": {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": redis_address(REDIS_URL, 1)[0],
        "KEY_PREFIX": "lk",
        "OPTIONS": {"SOCKET_CONNECT_TIMEOUT": 2, "SOCKET_TIMEOUT": 2},
    }
}
# A missing Redis slows the product down; it must not stop it.
DJANGO_REDIS_IGNORE_EXCEPTIONS = True
DJANGO_REDIS_LOG_IGNORED_EXCEPTIONS = True

CELERY_BROKER_URL = redis_address(REDIS_URL, 0)[1]
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    # A broker that is away or mute costs whoever publishes a fraction of a second, or a few; not a minute.
    "socket_connect_timeout": 1,
    "socket_timeout": 3,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.1,
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 240
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_max": 0.1}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TIMEZONE = "Europe/Berlin"
CELERY_BEAT_SCHEDULE = {
    "beat-heartbeat": {"task": "core.tasks.task_beat", "schedule": 15.0, "options": {"expires": 30}},
    "deliver-mail": {"task": "core.tasks.task_deliver_mail", "schedule": 20.0, "options": {"expires": 60}},
    "queue-reminders": {
        "task": "steering.tasks.task_queue_due_reminders",
        "schedule": 30.0,
        "options": {"expires": 60},
    },
    "weekly-overviews": {
        "task": "steering.tasks.task_write_weekly_overviews",
        "schedule": 1800.0,
        "options": {"expires": 600},
    },
    "close-circulars": {
        "task": "steering.tasks.task_close_due_circulars",
        "schedule": 60.0,
        "options": {"expires": 120},
    },
    "publish-open-data": {
        "task": "steering.tasks.task_publish_open_data",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "check-imports": {
        "task": "quarters.tasks.task_check_waiting_imports",
        "schedule": 30.0,
        "options": {"expires": 60},
    },
}

# --- Sign-in --------------------------------------------------------------------------------------
from config.settings.sign_in import *  # noqa: E402, F403  (after .env has been read)
from config.settings.sign_in import OIDC_ISSUER  # noqa: E402

# --- Security headers ------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        # The browser follows a form's redirect only to where this directive allows: the city's directory.
        "form-action": [SELF, _origin(OIDC_ISSUER)] if OIDC_ISSUER else [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "base-uri": [NONE],
    }
}

# --- Language and time -----------------------------------------------------------------------------
LANGUAGE_CODE = "de"
FORMAT_MODULE_PATH = "config.formats"
LANGUAGES = [("de", _("German")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Berlin"
USE_I18N = True
USE_TZ = True

# --- Static files ----------------------------------------------------------------------------------
STATIC_URL = "static/"
STATE_DIR = Path(env.str("STATE_DIR", str(BASE_DIR / "var")))
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(STATE_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static", ("vendor", BASE_DIR / "assets")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "core.static_files.StaticFiles"},
}
MEDIA_ROOT = STATE_DIR / "media"
WHITENOISE_ALLOW_ALL_ORIGINS = False

# --- Mail -------------------------------------------------------------------------------------------
# Read by core.mail alone; empty means: keep every mail in the outbox and say so.
EMAIL_URL = env.str("EMAIL_URL", "")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "lenkungskreis@example.org")
EMAIL_BACKEND = "core.mail.refusal.RefusingBackend"

# --- Open data: the public part of the committees by OParl 1.1 (docs/open-data.md) -------------------------
OPARL = env.bool("OPARL", False)
OPARL_LICENCE = env.str("OPARL_LICENCE", "")
OPARL_CONTACT = env.str("OPARL_CONTACT", "")
OPARL_REQUESTS_PER_MINUTE = env.int("OPARL_REQUESTS_PER_MINUTE", 120)

# --- Forms, tables, uploads ------------------------------------------------------------------------
CRISPY_ALLOWED_TEMPLATE_PACKS = ("kern",)
CRISPY_TEMPLATE_PACK = "kern"
CRISPY_FAIL_SILENTLY = False
DJANGO_TABLES2_TEMPLATE = "generic/table.html"
DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
# The largest file that may be stored, and the dotted path of a function that looks at it first (`core.files`).
FILE_MAX_BYTES = env.int("FILE_MAX_MB", 25) * 1024 * 1024
FILE_SCANNER = env.str("FILE_SCANNER", "")
FILE_UPLOAD_HANDLERS = (
    "core.uploads.LimitHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
)

IMPORT_EXPORT_USE_TRANSACTIONS = True

# --- Logs ------------------------------------------------------------------------------------------
LOGGING = logs.configure(json=env.bool("LOG_JSON", True))
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
