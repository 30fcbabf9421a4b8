"""Celery: it only says "now". What is due stands in PostgreSQL, so a lost or doubled message does no harm.

Chosen on purpose (measured reasons in docs/adr/0004-celery-wakes-postgres-remembers.md):
- `acks_late` and `reject_on_worker_lost`: a killed worker's message comes back.
- a short visibility timeout with frequent restore: it comes back within a minute, not after an hour.
- no result backend: nobody reads results, and with one a dead broker hangs the caller.
"""

import os
import sys
from pathlib import Path

from celery import Celery

# The worker and beat serve; `manage.py` imports this module too and stays the owner.
_program = Path(sys.argv[0])
if "celery" in (_program.name, _program.parent.name):
    os.environ.setdefault("DATABASE_ROLE", "lk_web")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.prod")

app = Celery("lenkungskreis")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
