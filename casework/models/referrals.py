"""Referrals: a unit is asked to help, by a follow-up that names nobody, and its answer comes back."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casework.enums import Kept, ReferralMode
from casework.models.base import CaseBoundQuerySet, Owned

LONGEST_FEEDBACK = 300


class ReferralQuerySet(CaseBoundQuerySet):
    """Simple filters."""

    def open(self) -> Self:
        """Return the referrals without feedback that were not recalled."""
        return self.filter(feedback_at__isnull=True, recalled_at__isnull=True)


class Referral(Owned):
    """A case was referred to a unit under a consent for exactly this unit.

    The unit sees the follow-up alone: a neutral subject, a random code, a date. What the unit answers stays there; what
    came of it for the person is recorded here.
    """

    case = models.ForeignKey(
        "casework.Case", verbose_name=_("case"), on_delete=models.PROTECT, db_constraint=False, related_name="referrals"
    )
    consent = models.ForeignKey(
        "casework.Consent",
        verbose_name=_("consent"),
        on_delete=models.PROTECT,
        db_constraint=False,
        related_name="referrals",
    )
    unit = models.ForeignKey("core.Organisation", verbose_name=_("unit"), on_delete=models.PROTECT, related_name="+")
    mode = models.CharField(_("way"), max_length=12, choices=ReferralMode)
    follow_up = models.OneToOneField(
        "steering.FollowUp", verbose_name=_("follow-up"), on_delete=models.PROTECT, related_name="+"
    )
    referred_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    referred_at = models.DateTimeField(_("referred"))
    recalled_at = models.DateTimeField(_("recalled"), null=True, blank=True)
    feedback_at = models.DateTimeField(_("feedback recorded"), null=True, blank=True)
    kept = models.CharField(_("what came of it"), max_length=7, choices=Kept, blank=True)
    feedback = models.CharField(_("note"), max_length=LONGEST_FEEDBACK, blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        ordering = ("-referred_at", "-id")
        constraints = (
            models.CheckConstraint(
                name="referral_recalled_or_answered",
                condition=Q(recalled_at__isnull=True) | Q(feedback_at__isnull=True),
                violation_error_message=_("A recalled referral gets no feedback."),
            ),
            models.CheckConstraint(
                name="referral_feedback_complete",
                condition=Q(feedback_at__isnull=True, kept="", feedback="")
                | (Q(feedback_at__isnull=False) & ~Q(kept="")),
                violation_error_message=_("Feedback says what came of it."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.unit}"

    def get_absolute_url(self) -> str:
        """Return the place on the page of its case."""
        return reverse("casework:case_detail", args=[self.case_id]) + "#referrals"
