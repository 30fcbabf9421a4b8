"""The invented past of the committee in a demonstration."""

from datetime import date

from steering.demo.agenda import prepare_agenda
from steering.demo.exchange import create_exchange
from steering.demo.history import create_steering as create_history

__all__ = ["create_steering"]


def create_steering(today: date) -> None:
    """Create all of it; a second run changes nothing."""
    create_history(today)
    create_exchange(today)
    prepare_agenda(today)
