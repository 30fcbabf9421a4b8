"""Background work of quarters."""

import structlog
from celery import shared_task

from core import clock
from quarters.domain.checking import check_import, waiting_imports
from quarters.resources.cells import open_file

log = structlog.get_logger("quarters")


@shared_task
def task_check_import(batch_id: int) -> None:
    """Read one uploaded file; harmless when it is already being read or done."""
    check_import(batch_id, open_file=open_file)
    log.info("import checked", batch=batch_id)


@shared_task
def task_check_waiting_imports() -> None:
    """Read what a lost message or a killed worker left behind."""
    for batch_id in waiting_imports(clock.now()):
        check_import(batch_id, open_file=open_file)
        log.info("import checked", batch=batch_id)
