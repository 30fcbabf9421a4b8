"""The app `portal`."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Configuration of `portal`."""

    name = "portal"
