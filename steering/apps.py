"""The app `steering`."""

from django.apps import AppConfig


class SteeringConfig(AppConfig):
    """Configuration of `steering`."""

    name = "steering"
