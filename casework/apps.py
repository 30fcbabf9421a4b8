"""The app `casework`."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Configuration of `casework`."""

    name = "casework"
