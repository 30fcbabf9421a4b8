"""What people do with minutes: remarks on the draft, signatures, and the excerpts that go to the units."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.enums import UNIT_ROLES, Role
from steering.enums import SeatRole
from steering.enums_minutes import SIGNERS
from steering.models.agenda_items import AgendaItem
from steering.models.minutes import Minutes, MinutesVersion


class MinutesRemarkQuerySet(models.QuerySet):
    """Simple filters."""

    def visible_to(self, user) -> "MinutesRemarkQuerySet":
        """Return the remarks this user may read: those on items they may see, and those on the whole."""
        return self.filter(
            Q(agenda_item__isnull=True) | Q(agenda_item__in=AgendaItem.objects.visible_to(user)),
            minutes__in=Minutes.objects.visible_to(user),
        )


class MinutesRemark(models.Model):
    """What a reader of the draft asks the minute taker to look at."""

    minutes = models.ForeignKey(
        Minutes, verbose_name=pgettext_lazy("document", "minutes"), on_delete=models.PROTECT, related_name="remarks"
    )
    agenda_item = models.ForeignKey(
        AgendaItem, verbose_name=_("agenda item"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField(_("remark"), max_length=2000)
    written_at = models.DateTimeField(_("written on"), editable=False)
    written_by = models.ForeignKey(
        "core.User", verbose_name=_("written by"), on_delete=models.PROTECT, related_name="+", editable=False
    )
    settled_at = models.DateTimeField(_("settled on"), null=True, blank=True, editable=False)
    settled_by = models.ForeignKey(
        "core.User",
        verbose_name=_("settled by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects = MinutesRemarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("remark on minutes")
        verbose_name_plural = _("remarks on minutes")
        ordering = ("written_at", "pk")
        constraints = (
            models.CheckConstraint(name="minutesremark_has_text", condition=~Q(text="")),
            models.CheckConstraint(
                name="minutesremark_settled",
                condition=Q(settled_at__isnull=True, settled_by__isnull=True)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.minutes_id}: {self.written_at:%Y-%m-%d}"


class MinutesSignature(models.Model):
    """A signature under one version, or its refusal with the reason; only ever added."""

    version = models.ForeignKey(
        MinutesVersion, verbose_name=_("version"), on_delete=models.PROTECT, related_name="signatures"
    )
    role = models.CharField(_("signs as"), max_length=20, choices=SeatRole)
    user = models.ForeignKey("core.User", verbose_name=_("person"), on_delete=models.PROTECT, related_name="+")
    is_deputy = models.BooleanField(_("as deputy"), default=False)
    is_refused = models.BooleanField(_("refused"), default=False)
    reason = models.TextField(_("reason"), blank=True, max_length=1000)
    signed_at = models.DateTimeField(_("signed on"))

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ("signed_at", "pk")
        constraints = (
            models.UniqueConstraint(name="minutessignature_one_per_role", fields=["version", "role"]),
            models.UniqueConstraint(name="minutessignature_one_per_person", fields=["version", "user"]),
            models.CheckConstraint(name="minutessignature_role", condition=Q(role__in=SIGNERS)),
            models.CheckConstraint(
                name="minutessignature_refusal_has_reason",
                condition=(Q(is_refused=True) & ~Q(reason="")) | Q(is_refused=False, reason=""),
                violation_error_message=_("Please say why the signature is refused."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.user}"


class MinutesExcerptQuerySet(models.QuerySet):
    """Simple filters."""

    def visible_to(self, user) -> "MinutesExcerptQuerySet":
        """Return the excerpts of the units this person works for; the office sees all."""
        if user.has_role(Role.COMMITTEE_OFFICE):
            return self
        return self.filter(unit__in=user.organisation_ids_for(*UNIT_ROLES))


class MinutesExcerpt(models.Model):
    """A unit was told of its excerpt from sealed minutes; without `mail` its inbox has no address or the mail is old."""

    minutes = models.ForeignKey(
        Minutes, verbose_name=pgettext_lazy("document", "minutes"), on_delete=models.PROTECT, related_name="excerpts"
    )
    unit = models.ForeignKey("core.Organisation", verbose_name=_("unit"), on_delete=models.PROTECT, related_name="+")
    is_told = models.BooleanField(_("mail written"))
    mail = models.ForeignKey(
        "core.OutgoingMail", verbose_name=_("mail"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = MinutesExcerptQuerySet.as_manager()

    class Meta:
        verbose_name = _("excerpt from minutes")
        verbose_name_plural = _("excerpts from minutes")
        ordering = ("minutes", "unit")
        constraints = (
            models.UniqueConstraint(name="minutesexcerpt_once", fields=["minutes", "unit"]),
            models.CheckConstraint(
                name="minutesexcerpt_mail_was_written", condition=Q(mail__isnull=True) | Q(is_told=True)
            ),
        )

    def __str__(self) -> str:
        return f"{self.minutes_id}: {self.unit}"
