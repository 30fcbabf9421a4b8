"""What a unit does through its one-time link: acknowledge, report, answer.

It is written down without a person, because the link knows the inbox alone; the audit names the link as the reason.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.identity import give_reason
from steering.domain.followups import acknowledge_follow_up, answer_follow_up
from steering.domain.links import holds
from steering.domain.measures import report_status
from steering.models import FollowUp, FollowUpLink, StatusReport


@transaction.atomic
def acknowledge_by_link(link: FollowUpLink) -> FollowUp:
    """The unit has seen it. Raises ValidationError when the link no longer holds, or it was acknowledged before."""
    return acknowledge_follow_up(_taken(link).follow_up, user=None)


@transaction.atomic
def report_by_link(link: FollowUpLink, *, text: str) -> StatusReport:
    """The unit says how its measure stands. Raises ValidationError as `report_status` does, or without a measure."""
    follow_up = _taken(link).follow_up
    if follow_up.measure is None:
        raise ValidationError(_("There is no measure behind this to report on."))
    return report_status(follow_up.measure, user=None, unit=follow_up.unit, text=text)


@transaction.atomic
def answer_by_link(link: FollowUpLink, *, outcome: str, text: str = "") -> FollowUp:
    """The unit answers; the link is used up. Raises ValidationError as `answer_follow_up` does."""
    return answer_follow_up(_taken(link).follow_up, user=None, outcome=outcome, text=text)


def _taken(link: FollowUpLink) -> FollowUpLink:
    """Return the link as it is now, locked against withdrawal, and have the audit name it; else raise ValidationError."""
    rows = (
        FollowUpLink.objects.live()
        .select_for_update(of=("self",))
        .select_related("follow_up__unit", "follow_up__measure")
    )
    row = rows.filter(pk=link.pk).first()
    if row is None or not holds(row):
        raise ValidationError(_("This link no longer holds. Nothing was changed."), code="link")
    give_reason(f"one-time link {row.pk}")
    return row
