"""Referring a case to a unit, and hearing back."""

from datetime import date, datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from casework.models import Case, Consent, Referral
from core.models import User
from steering.domain.followups import open_follow_up, withdraw_follow_up
from steering.enums import FollowUpState


def neutral_subject() -> str:
    """Return the only words a unit reads of a referral: no person, no need, in the language of the office."""
    with translation.override(settings.LANGUAGE_CODE):
        return _("Request from outreach social work")


@transaction.atomic
def refer(case: Case, *, consent: Consent, mode: str, due_on: date, by: User, now: datetime) -> Referral:
    """Ask the recipient of the consent to help, until a date, by a follow-up that names nobody.

    The consent is locked: who withdraws it at the same moment recalls this referral too. Raises ValidationError when
    the case is closed, the consent belongs to another case, is withdrawn or has run out, or the date has passed.
    """
    today = timezone.localdate(now)
    consent = Consent.objects.select_for_update(of=("self",)).select_related("recipient").get(pk=consent.pk)
    if not case.is_open:
        raise ValidationError(_("The case is closed."))
    if consent.case_id != case.pk or not consent.holds_on(today):
        raise ValidationError(_("There is no valid consent for this recipient. Please record one first."))
    if due_on < today:
        raise ValidationError({"due_on": _("This day has passed.")})
    follow_up = open_follow_up(subject=neutral_subject(), unit=consent.recipient, due_on=due_on, opened_by=by)
    referral = Referral(
        organisation_id=case.organisation_id,
        case=case,
        consent=consent,
        unit=consent.recipient,
        mode=mode,
        follow_up=follow_up,
        referred_by=by,
        referred_at=now,
    )
    try:
        with transaction.atomic():
            referral.save(force_insert=True)
    except IntegrityError as error:
        raise ValidationError(_("There is no valid consent for this recipient. Please record one first.")) from error
    return referral


@transaction.atomic
def recall(referral: Referral, *, by: User, now: datetime) -> Referral:
    """Take a referral back: the unit has nothing more to do. Recalling twice changes nothing."""
    if referral.recalled_at is None and referral.feedback_at is None:
        _close(referral, by=by)
        referral.recalled_at = now
        referral.save(update_fields=["recalled_at"])
    return referral


@transaction.atomic
def record_feedback(referral: Referral, *, kept: str, feedback: str, by: User, now: datetime) -> Referral:
    """Record what came of a referral after the unit has answered, and file its follow-up.

    Raises ValidationError while the unit is silent, or when the referral was recalled.
    """
    referral = Referral.objects.select_for_update(of=("self",)).select_related("follow_up").get(pk=referral.pk)
    if referral.recalled_at is not None:
        raise ValidationError(_("The referral was recalled."))
    if referral.follow_up.answered_at is None:
        raise ValidationError(_("The unit has not answered yet."))
    referral.feedback_at, referral.kept, referral.feedback = now, kept, feedback.strip()
    referral.full_clean(exclude=["organisation", "case", "consent", "unit", "follow_up", "referred_by"])
    referral.save(update_fields=["feedback_at", "kept", "feedback"])
    _close(referral, by=by)
    return referral


def _close(referral: Referral, *, by: User) -> None:
    if referral.follow_up.state != FollowUpState.CLOSED:
        withdraw_follow_up(referral.follow_up, user=by)
