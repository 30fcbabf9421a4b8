"""Tests: the same rules on real PostgreSQL and Redis, with quick hashing and plain static names."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests-and-never-for-data")
os.environ.setdefault("BASE_URL", "http://testserver")

from config.settings.base import *  # noqa: F403
from config.settings.base import STORAGES

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
