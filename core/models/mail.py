"""Outgoing mail: the outbox, and what people did with its mails.

Technical times (`created_at`, `next_attempt_at`, `lease_until`, `sent_at`) are the database clock's; `not_before` alone
follows the clock of the product, which a demonstration may set forward.
"""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.enums import Language, MailError, MailIntervention, MailState, Role
from core.models.functions import AppNow

IN_FLIGHT = (MailState.SENDING, MailState.HANDOVER)
UNSOLVED = (MailState.FAILED, MailState.UNCERTAIN)


class OutgoingMailQuerySet(models.QuerySet):
    """Simple filters."""

    def visible_to(self, user) -> "OutgoingMailQuerySet":
        """Return what this user may see: administrators all, everybody else nothing."""
        return self if user.has_role(Role.ADMINISTRATOR) else self.none()

    def due(self) -> "OutgoingMailQuerySet":
        """Return what may go out now, oldest first."""
        return self.filter(state=MailState.WAITING, not_before__lte=AppNow(), next_attempt_at__lte=Now()).order_by(
            "not_before", "pk"
        )

    def abandoned(self) -> "OutgoingMailQuerySet":
        """Return the mails whose worker did not come back within its lease."""
        return self.filter(state__in=IN_FLIGHT, lease_until__lt=Now())


class OutgoingMail(models.Model):
    """One mail to one address. Its key names the cause, so the same cause never makes a second mail."""

    key = models.CharField(_("cause"), max_length=200, unique=True, editable=False)
    message_id = models.CharField(_("Message-ID"), max_length=255, unique=True, editable=False)
    recipient = models.ForeignKey(
        "core.User", verbose_name=_("account"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    to_address = models.EmailField(_("to"))
    language = models.CharField(_("language"), max_length=2, choices=Language)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(blank=True)
    # [{"name", "type", "content" (base64)}]: calendar entries, a few kilobytes each
    attachments = models.JSONField(_("attachments"), default=list, blank=True)
    secret = models.BooleanField(_("confidential"), default=False, help_text=_("The text is erased once it is sent."))

    state = models.CharField(_("state"), max_length=10, choices=MailState, db_default=MailState.WAITING)
    created_at = models.DateTimeField(_("written"), db_default=Now())
    not_before = models.DateTimeField(_("not before"), db_default=Now())
    next_attempt_at = models.DateTimeField(_("next attempt"), db_default=Now())
    attempts = models.PositiveSmallIntegerField(_("attempts"), db_default=0)
    # The fence: whoever holds another token has lost the mail to somebody else.
    token = models.UUIDField(null=True, blank=True, editable=False)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    last_error = models.CharField(_("last error"), max_length=30, choices=MailError, blank=True, db_default="")
    server_code = models.CharField(_("answer of the server"), max_length=20, blank=True, db_default="")
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mails")
        ordering = ("-pk",)
        indexes = (
            models.Index(name="outgoing_mail_due", fields=["not_before", "id"], condition=Q(state=MailState.WAITING)),
            models.Index(name="outgoing_mail_in_flight", fields=["lease_until"], condition=Q(state__in=IN_FLIGHT)),
            models.Index(name="outgoing_mail_unsolved", fields=["state"], condition=Q(state__in=UNSOLVED)),
            models.Index(name="outgoing_mail_sent_at", fields=["sent_at"], condition=Q(state=MailState.SENT)),
        )
        constraints = (
            models.CheckConstraint(name="outgoing_mail_state", condition=Q(state__in=MailState.values)),
            models.CheckConstraint(
                name="outgoing_mail_lease",
                condition=Q(state__in=IN_FLIGHT, lease_until__isnull=False, token__isnull=False)
                | (Q(lease_until__isnull=True) & ~Q(state__in=IN_FLIGHT)),
            ),
            # A late answer may still turn "uncertain" into "sent"; nothing else keeps its token.
            models.CheckConstraint(
                name="outgoing_mail_token",
                condition=Q(token__isnull=True) | Q(state__in=(*IN_FLIGHT, MailState.UNCERTAIN)),
            ),
            models.CheckConstraint(
                name="outgoing_mail_sent",
                condition=Q(state=MailState.SENT, sent_at__isnull=False)
                | (Q(sent_at__isnull=True) & ~Q(state=MailState.SENT)),
            ),
            models.CheckConstraint(
                name="outgoing_mail_error_named", condition=~Q(state__in=UNSOLVED) | ~Q(last_error="")
            ),
            models.CheckConstraint(
                name="outgoing_mail_secret_erased",
                condition=Q(secret=False)
                | ~Q(state__in=(MailState.SENT, MailState.WITHDRAWN))
                | Q(text="", html="", attachments=[]),
            ),
            models.CheckConstraint(name="outgoing_mail_key", condition=~Q(key="")),
            models.CheckConstraint(
                name="outgoing_mail_one_line",
                condition=Q(subject__regex=r"^[^[:cntrl:]]+$")
                & Q(to_address__regex=r"^[^[:cntrl:][:space:]]+@[^[:cntrl:][:space:]@]+$"),
            ),
        )

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        """Return the page of the mail."""
        return reverse("core:mail_detail", args=[self.pk])


class OutgoingMailIntervention(models.Model):
    """What a person did with a mail, and when."""

    mail = models.ForeignKey(OutgoingMail, on_delete=models.CASCADE, related_name="interventions")
    kind = models.CharField(_("act"), max_length=10, choices=MailIntervention)
    # What the mail was before: whoever sends an uncertain mail again accepts that it may arrive twice.
    state_before = models.CharField(_("state before"), max_length=10, choices=MailState)
    by = models.ForeignKey("core.User", verbose_name=_("by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"), db_default=Now())

    class Meta:
        verbose_name = _("act on a mail")
        verbose_name_plural = _("acts on mails")
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(name="mail_intervention_kind", condition=Q(kind__in=MailIntervention.values)),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.by}"
