"""Follow-ups to be reminded of, made inside the running product: `python -m tests.faults.world write 10000 5000`.

Subjects begin with "Fault". A few are not as they should be: closed before their hour, with a responsible person who has
left, with an inbox that cannot receive, with a line break in the subject.
"""

import sys
from datetime import timedelta

import django

ONE_IN = 50
DEACTIVATED = "left@example.org"


def write(follow_ups: int, units: int) -> None:
    """Open so many follow-ups for so many units, all due on the day of the product's clock, and plan them."""
    from core import clock
    from core.enums import OrganisationKind, Role
    from core.models import Membership, Organisation, User
    from steering.domain.reminder_plans import plan_missing_reminders
    from steering.enums import FollowUpState
    from steering.models import FollowUp

    opener = User.objects.create_user("opener@example.org", "Opener")
    leaver = User.objects.create_user(DEACTIVATED, "Left", is_active=False)
    made = Organisation.objects.bulk_create(
        Organisation(
            kind=OrganisationKind.DEPARTMENT,
            name=f"Fault {index}",
            short_name=f"Fault {index}",
            inbox_email="broken@@example" if index % ONE_IN == 1 else f"unit{index}@example.org",
        )
        for index in range(units)
    )
    # Somebody in every unit can sign in, so that nobody needs a link.
    Membership.objects.bulk_create(
        Membership(user=opener, organisation=unit, role=Role.DEPARTMENT_STAFF) for unit in made
    )
    today, now = clock.today(), clock.now()
    rows = []
    for index in range(follow_ups):
        has_left = index % ONE_IN == 3
        rows.append(
            FollowUp(
                code=code_of(index),
                subject=f"Fault {index}\nBcc: everybody@example.org" if index % ONE_IN == 5 else f"Fault {index}",
                unit=made[index % units],
                due_on=today,
                opened_at=now - timedelta(minutes=1),
                opened_by=opener,
                state=FollowUpState.ACKNOWLEDGED if has_left else FollowUpState.OPEN,
                acknowledged_at=now if has_left else None,
                acknowledged_by=leaver if has_left else None,
            )
        )
    FollowUp.objects.bulk_create(rows, batch_size=1000)
    while plan_missing_reminders():
        pass


def code_of(index: int) -> str:
    """Return a code for the n-th follow-up: ten of the signs codes are made of."""
    signs = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
    digits = []
    for _place in range(10):
        index, rest = divmod(index, len(signs))
        digits.append(signs[rest])
    return "".join(reversed(digits))


def close(first: int, count: int) -> None:
    """Answer some of them, through the act people use."""
    from core.models import User
    from steering.domain.followups import answer_follow_up
    from steering.models import FollowUp

    user = User.objects.get(email="opener@example.org")
    codes = [code_of(index) for index in range(first, first + count)]
    for row in FollowUp.objects.open().filter(code__in=codes):
        answer_follow_up(row, user=user, outcome="done")


if __name__ == "__main__":
    django.setup()
    from django.db import transaction

    with transaction.atomic():
        {"write": write, "close": close}[sys.argv[1]](*map(int, sys.argv[2:]))
