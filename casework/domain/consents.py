"""Recording consent and its withdrawal."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from casework.domain.referrals import recall
from casework.models import Case, Consent
from core.enums import OrganisationKind
from core.models import Organisation, User


@dataclass(frozen=True)
class Agreed:
    """What a person agreed to."""

    recipient: Organisation
    purpose: str
    data_classes: tuple[str, ...]
    form: str
    given_on: date
    valid_until: date


@transaction.atomic
def record_consent(case: Case, agreed: Agreed, *, by: User, today: date) -> Consent:
    """Record what the person agreed to: for exactly one recipient and purpose.

    Raises ValidationError for a closed case, a day in the future, the police as recipient (they ask case by case,
    § 68 SGB X), the own organisation, or no kind of data.
    """
    if not case.is_open:
        raise ValidationError(_("The case is closed."))
    if agreed.given_on > today:
        raise ValidationError({"given_on": _("This day lies in the future.")})
    if agreed.recipient.kind == OrganisationKind.POLICE:
        raise ValidationError(
            {"recipient": _("There are no referrals to the police. They ask in writing, case by case.")}
        )
    consent = Consent(
        organisation_id=case.organisation_id,
        case=case,
        recipient=agreed.recipient,
        purpose=agreed.purpose.strip(),
        data_classes=sorted(agreed.data_classes),
        form=agreed.form,
        given_on=agreed.given_on,
        valid_until=agreed.valid_until,
        recorded_by=by,
    )
    consent.full_clean(exclude=["organisation", "case", "recorded_by"])
    consent.save(force_insert=True)
    return consent


@transaction.atomic
def withdraw_consent(consent: Consent, *, by: User, now: datetime) -> int:
    """Withdraw the consent for good and recall its open referrals first; return how many.

    The units learn that they have nothing more to do; what they were told stays on record. Withdrawing twice changes
    nothing.
    """
    consent = Consent.objects.select_for_update(of=("self",)).get(pk=consent.pk)
    if consent.withdrawn_at is not None:
        return 0
    recalled = [recall(referral, by=by, now=now) for referral in consent.referrals.open().select_related("follow_up")]
    consent.withdrawn_at = now
    try:
        with transaction.atomic():
            consent.save(update_fields=["withdrawn_at"])
    except IntegrityError as error:
        raise ValidationError(_("The consent could not be withdrawn. Please try again.")) from error
    return len(recalled)
