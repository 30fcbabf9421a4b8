"""Objections to sealed minutes: raised against the text, dealt with in a later meeting, recorded in its minutes."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.models import User
from steering.enums_minutes import MinutesState, Ruling
from steering.models import AgendaItem, Meeting, Minutes, MinutesObjection
from steering.rules import LOGGABLE


@transaction.atomic
def raise_objection(
    minutes: Minutes, *, user: User, kind: str, text: str, item: AgendaItem | None = None
) -> MinutesObjection:
    """Raise an objection or ask for a correction. Raises ValidationError unless the minutes are sealed."""
    if not Minutes.objects.filter(pk=minutes.pk, state=MinutesState.SEALED).exists():
        raise ValidationError(_("The minutes are not sealed yet: please write a remark instead."))
    objection = MinutesObjection(
        minutes=minutes, agenda_item=item, kind=kind, text=text.strip(), raised_at=clock.now(), raised_by=user
    )
    objection.full_clean()
    objection.save()
    return objection


@transaction.atomic
def rule_on_objection(
    objection: MinutesObjection, *, user: User, meeting: Meeting, ruling: str, text: str
) -> MinutesObjection:
    """Record what a later meeting of the same committee said; it appears in the minutes of that meeting.

    Raises ValidationError if it was dealt with already, and unless the meeting runs or waits for its minutes.
    """
    held = Meeting.objects.select_for_update(of=("self",), no_key=True).get(pk=meeting.pk)
    row = _locked_open(objection)
    earlier = row.minutes.meeting
    if held.committee_id != earlier.committee_id or held.state not in LOGGABLE or held.pk == earlier.pk:
        raise ValidationError(
            _("An objection is dealt with in a later meeting of the same committee whose minutes are not sealed.")
        )
    row.ruling, row.ruling_text, row.decided_in = ruling, text.strip(), held
    return _save(row, user)


@transaction.atomic
def withdraw_objection(objection: MinutesObjection, *, user: User) -> MinutesObjection:
    """Take an objection back; it stays readable."""
    row = _locked_open(objection)
    row.ruling = Ruling.WITHDRAWN
    return _save(row, user)


def _locked_open(objection: MinutesObjection) -> MinutesObjection:
    rows = MinutesObjection.objects.select_for_update(of=("self",)).select_related("minutes__meeting")
    row = rows.get(pk=objection.pk)
    if row.ruling:
        raise ValidationError(_("This objection has been dealt with already. Nothing was changed."))
    return row


def _save(row: MinutesObjection, user: User) -> MinutesObjection:
    row.decided_at, row.decided_by = clock.now(), user
    row.full_clean()
    row.save()
    return row
