"""What waits for a social worker: answers that arrived, and units that stay silent."""

from datetime import date

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from casework.models import Referral
from casework.rules import does_casework
from core.models import User
from core.queries.waiting import Waiting


def open_referrals(user: User):
    """Return the user's own open referrals: those they made, and those of cases they are responsible for."""
    own = Q(referred_by=user) | Q(case__responsible=user)
    return Referral.objects.visible_to(user).open().filter(own)


def waiting_for(user: User, today: date) -> list[Waiting]:
    """Return the referrals that need this worker: answered, without feedback; or silent past their date.

    Names the unit and the code alone, so that the start page shows no person. Everybody else gets an empty list
    without a query.
    """
    if not does_casework(user):
        return []
    due = Q(follow_up__answered_at__isnull=False) | Q(follow_up__due_on__lt=today)
    rows = open_referrals(user).filter(due).select_related("unit", "follow_up").order_by("follow_up__due_on", "pk")
    return [_answered(row) if row.follow_up.answered_at else _silent(row) for row in rows]


def _answered(referral: Referral) -> Waiting:
    return Waiting(
        label=format_lazy(_("Feedback from {unit} has arrived"), unit=referral.unit),
        url=referral.get_absolute_url(),
        button=_("Read feedback"),
        since=timezone.localdate(referral.follow_up.answered_at),
    )


def _silent(referral: Referral) -> Waiting:
    return Waiting(
        label=format_lazy(_("{unit} has not answered yet"), unit=referral.unit),
        url=referral.get_absolute_url(),
        button=_("Look at the case"),
        due_on=referral.follow_up.due_on,
    )


def counts_for(user: User, today: date) -> dict[str, int]:
    """Return how many referrals need this worker, for the navigation, in one query; nothing for everybody else."""
    if not does_casework(user):
        return {}
    due = Q(follow_up__answered_at__isnull=False) | Q(follow_up__due_on__lt=today)
    return open_referrals(user).aggregate(casework_referrals=Count("pk", filter=due))
