"""Settings, root URLs, Celery and the embedded services."""

from importlib.util import find_spec

# `bin/run` reads this package before anything is installed.
if find_spec("celery"):
    from config.celery import app as celery_app

    __all__ = ["celery_app"]
