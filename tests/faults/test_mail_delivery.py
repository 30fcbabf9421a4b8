"""No reminder is silently lost and none is doubled, whatever is killed.

The short form of what docs/reliability.md shows, over the running product: processes that deliver and that plan are
killed with -9 four times a second and Celery's once a second, PostgreSQL is stopped at once twice, Valkey is emptied,
silenced and killed, the mail server goes away, says "later" to some mails and cuts the line after it has accepted others.
"""

import pytest

from tests.faults.chaos import Plan, problems_of, torment

pytestmark = [pytest.mark.live, pytest.mark.xdist_group("faults")]

SHORT = Plan(
    reminders=400,
    units=200,
    kills=30,
    database_restarts=2,
    broker_faults=2,
    outages=1,
    outage_seconds=1.5,
    longest_seconds=90,
)


def test_no_reminder_is_lost_or_doubled_while_everything_is_killed():
    report = torment(SHORT)
    print(report)  # noqa: T201
    assert problems_of(report, SHORT) == []
    assert report.kills >= 10
    assert report.database_restarts == 2
