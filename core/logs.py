"""Logs: one line per event, readable by machines, without personal data.

Our own events are constants with named values. What other libraries log is a template with arguments; the template
stays, the arguments (addresses, paths, row contents) are dropped. Of an exception the type and the places in the code
stay; its message may quote a row (a broken constraint does) and is dropped too. Renderers quote line breaks, so
nobody can write a line of their own into the log (ASVS 5.0, 16.2.5, 16.4.1).
"""

import traceback
from typing import Any

import structlog

Event = dict[str, Any]


def add_status(_logger: Any, _name: str, event: Event) -> Event:
    """Keep the status that Django hangs on its records."""
    if status := getattr(event.get("_record"), "status_code", None):
        event["status"] = status
    return event


def drop_exception_message(_logger: Any, _name: str, event: Event) -> Event:
    """Replace an exception by its type and the places in the code it came through."""
    given = event.pop("exc_info", None)
    error = given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        frames = traceback.extract_tb(error.__traceback__)
        event["exception"] = type(error).__name__
        event["trace"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-12:]]
    event.pop("stack_info", None)
    return event


SHARED = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def configure(*, json: bool) -> dict[str, Any]:
    """Set structlog up and return Django's `LOGGING`: JSON lines, or a readable form for people who develop."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    renderer = structlog.processors.JSONRenderer() if json else structlog.dev.ConsoleRenderer(colors=False)
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "events": {
                "()": structlog.stdlib.ProcessorFormatter,
                "use_get_message": False,  # the template, without its arguments
                "foreign_pre_chain": [*SHARED, add_status],
                "processors": [
                    drop_exception_message,
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    renderer,
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "events"}},
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {
            # Django's own handlers would mail error pages to administrators; ours is enough.
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.server": {"handlers": [], "propagate": True},
            # The request log has a line with the status for each of these already.
            "django.request": {"level": "ERROR"},
            "django.security.DisallowedHost": {"level": "CRITICAL"},
        },
    }
