"""WSGI entry: the web process acts under the role `lk_web` and pools its connections."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.prod")
os.environ.setdefault("DATABASE_ROLE", "lk_web")
os.environ.setdefault("DATABASE_POOL", "1")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
