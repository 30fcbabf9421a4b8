"""What an administrator can do with a mail in the outbox."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from core.enums import MailIntervention, MailState
from core.mail.outbox import wake
from core.mail.steps import ERASED, FREE
from core.models import OutgoingMail, OutgoingMailIntervention, User
from core.models.mail import UNSOLVED

WITHDRAWABLE = (MailState.WAITING, *UNSOLVED)


@transaction.atomic
def send_again(mail: OutgoingMail, *, by: User) -> OutgoingMail:
    """Let a failed or uncertain mail wait again, under its former Message-ID, and note who wanted it.

    Raises ValidationError when the mail is in another state meanwhile.
    """
    _intervene(
        mail,
        by=by,
        kind=MailIntervention.SENT_AGAIN,
        allowed=UNSOLVED,
        refusal=_("This mail cannot be sent again, because its state has changed meanwhile. Nothing was done."),
        changes={"state": MailState.WAITING, "attempts": 0, "next_attempt_at": Now(), **FREE},
    )
    transaction.on_commit(wake, robust=True)
    return mail


@transaction.atomic
def withdraw_mail(mail: OutgoingMail, *, by: User) -> OutgoingMail:
    """Take a mail out that has not left, or close one that needs no further attempt; note who did.

    Raises ValidationError when the mail is in another state meanwhile.
    """
    erased = ERASED if mail.secret else {}
    _intervene(
        mail,
        by=by,
        kind=MailIntervention.WITHDRAWN,
        allowed=WITHDRAWABLE,
        refusal=_("This mail cannot be withdrawn, because it is on its way. Nothing was done."),
        changes={"state": MailState.WITHDRAWN, **FREE, **erased},
    )
    return mail


def _intervene(
    mail: OutgoingMail,
    *,
    by: User,
    kind: MailIntervention,
    allowed: tuple[MailState, ...],
    refusal: Any,
    changes: dict[str, Any],
) -> None:
    locked = OutgoingMail.objects.select_for_update().filter(pk=mail.pk, state__in=allowed)
    state_before = locked.values_list("state", flat=True).first()
    if state_before is None:
        raise ValidationError(refusal)
    OutgoingMail.objects.filter(pk=mail.pk).update(**changes)
    OutgoingMailIntervention.objects.create(mail=mail, kind=kind, state_before=state_before, by=by)
