"""The invented past of the committee in a demonstration."""

from steering.demo.history import create_steering

__all__ = ["create_steering"]
