"""The app `quarters`."""

from django.apps import AppConfig


class QuartersConfig(AppConfig):
    """Configuration of `quarters`."""

    name = "quarters"
