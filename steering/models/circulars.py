"""Decisions by circular: what is put to the seats of a committee between two meetings, and their replies."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Substitution
from core.models.functions import AppToday
from steering.enums import CIRCULAR_CLOSED, CircularState, Confidentiality, PeriodUnit, Reply, Silence
from steering.models import visibility
from steering.models.committees import Committee, Seat, seats_held_by

SENT = (CircularState.RUNNING, *CIRCULAR_CLOSED)


class CircularQuerySet(models.QuerySet):
    """Simple filters."""

    def visible_to(self, user) -> "CircularQuerySet":
        """Return what this user may see; see `steering.models.visibility`."""
        return self.filter(visibility.circulars(user, asked_of(user).values("circular")))

    def running(self) -> "CircularQuerySet":
        """Return the circulars that wait for replies."""
        return self.filter(state=CircularState.RUNNING)

    def seated_for(self, user) -> "CircularQuerySet":
        """Say with each circular whether this person holds a seat in its committee today (`is_seated`)."""
        seats = seats_held_by(user).filter(committee=OuterRef("committee"))
        return self.annotate(is_seated=Exists(seats))


class CircularDecision(models.Model):
    """A text put to the vote in writing (VwVfG § 90 Abs. 1 S. 2).

    The period is counted from the moment it is sent; `deadline_reason` keeps how the deadline came about. Withdrawn from
    the draft, it was never sent and has no deadline.
    """

    committee = models.ForeignKey(
        Committee, verbose_name=_("committee"), on_delete=models.PROTECT, related_name="circulars"
    )
    title = models.CharField(_("title"), max_length=200)
    wording = models.TextField(_("wording"), max_length=4000)
    grounds = models.TextField(_("grounds"), blank=True, max_length=4000)
    confidentiality = models.CharField(
        _("confidentiality"), max_length=20, choices=Confidentiality, default=Confidentiality.INTERNAL
    )
    period = models.PositiveSmallIntegerField(_("period for replies"))
    period_unit = models.CharField(_("counted in"), max_length=20, choices=PeriodUnit)
    silence = models.CharField(_("rule for silence"), max_length=20, choices=Silence)
    state = models.CharField(
        _("state"), max_length=20, choices=CircularState, default=CircularState.DRAFT, editable=False
    )
    created_at = models.DateTimeField(_("drafted"), editable=False)
    created_by = models.ForeignKey(
        "core.User", verbose_name=_("drafted by"), on_delete=models.PROTECT, related_name="+", editable=False
    )
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True, editable=False)
    sent_by = models.ForeignKey(
        "core.User",
        verbose_name=_("sent by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    deadline_at = models.DateTimeField(_("deadline"), null=True, blank=True, editable=False)
    deadline_reason = models.CharField(_("how the deadline was counted"), max_length=500, blank=True, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects = CircularQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision by circular")
        verbose_name_plural = _("decisions by circular")
        ordering = ("-created_at", "-pk")
        indexes = (
            models.Index(fields=["deadline_at"], name="circular_running", condition=Q(state=CircularState.RUNNING)),
        )
        constraints = (
            models.CheckConstraint(name="circular_has_text", condition=~Q(title="") & ~Q(wording="")),
            models.CheckConstraint(name="circular_state", condition=Q(state__in=CircularState.values)),
            models.CheckConstraint(
                name="circular_confidentiality", condition=Q(confidentiality__in=Confidentiality.values)
            ),
            models.CheckConstraint(
                name="circular_period",
                condition=Q(period__gte=1, period_unit__in=PeriodUnit.values),
                violation_error_message=_("The period is at least one hour or one working day."),
            ),
            models.CheckConstraint(name="circular_silence", condition=Q(silence__in=Silence.values)),
            models.CheckConstraint(
                name="circular_sent",
                condition=Q(sent_at__isnull=False, sent_by__isnull=False, deadline_at__gt=F("sent_at"))
                | (
                    Q(sent_at__isnull=True, sent_by__isnull=True, deadline_at__isnull=True)
                    & Q(state__in=(CircularState.DRAFT, CircularState.WITHDRAWN))
                ),
            ),
            models.CheckConstraint(
                name="circular_closed",
                condition=Q(state__in=CIRCULAR_CLOSED, closed_at__isnull=False)
                | (~Q(state__in=CIRCULAR_CLOSED) & Q(closed_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="circular_withdrawn_with_reason",
                condition=~Q(state=CircularState.WITHDRAWN) | Q(sent_at__isnull=True) | ~Q(reason=""),
                violation_error_message=_("Please give the reason in a sentence."),
            ),
            # The target of the foreign key that ties a decision's confidentiality to its origin.
            models.UniqueConstraint(name="circular_with_confidentiality", fields=["id", "confidentiality"]),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the page of this record."""
        return reverse("steering:circular_detail", args=[self.pk])

    @property
    def is_running(self) -> bool:
        """Tell whether replies are awaited."""
        return self.state == CircularState.RUNNING

    @property
    def is_confidential(self) -> bool:
        """Tell whether only a few may read it."""
        return self.confidentiality == Confidentiality.CONFIDENTIAL


class CircularRecipientQuerySet(models.QuerySet):
    """Simple filters."""

    def visible_to(self, user) -> "CircularRecipientQuerySet":
        """Return the recipients of the circulars this user may see."""
        return self.filter(circular__in=CircularDecision.objects.visible_to(user))

    def silent(self) -> "CircularRecipientQuerySet":
        """Return those who have not replied."""
        return self.filter(reply="")


class CircularRecipient(models.Model):
    """One seat that was asked, with its reply; who sat there when the circular was sent stays on record."""

    circular = models.ForeignKey(
        CircularDecision, verbose_name=_("decision by circular"), on_delete=models.PROTECT, related_name="recipients"
    )
    seat = models.ForeignKey(Seat, verbose_name=_("seat"), on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        "core.User", verbose_name=_("person"), on_delete=models.PROTECT, related_name="circulars_received"
    )
    reply = models.CharField(_("reply"), max_length=20, choices=Reply, blank=True)
    remark = models.CharField(_("remark"), max_length=500, blank=True)
    replied_at = models.DateTimeField(_("replied"), null=True, blank=True)
    replied_by = models.ForeignKey(
        "core.User", verbose_name=_("replied by"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = CircularRecipientQuerySet.as_manager()

    class Meta:
        verbose_name = _("recipient of a circular")
        verbose_name_plural = _("recipients of circulars")
        ordering = ("circular", "pk")
        constraints = (
            models.UniqueConstraint(name="circularrecipient_once_per_seat", fields=["circular", "seat"]),
            models.UniqueConstraint(name="circularrecipient_once_per_person", fields=["circular", "person"]),
            models.CheckConstraint(name="circularrecipient_reply", condition=Q(reply__in=("", *Reply.values))),
            models.CheckConstraint(
                name="circularrecipient_replied",
                condition=Q(reply="", remark="", replied_at__isnull=True, replied_by__isnull=True)
                | (~Q(reply="") & Q(replied_at__isnull=False, replied_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="circularrecipient_objection_with_reason",
                condition=~Q(reply=Reply.OBJECT) | ~Q(remark=""),
                violation_error_message=_("Please give the reason in a sentence."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.circular_id}: {self.person_id}"


def asked_of(user) -> models.QuerySet[CircularRecipient]:
    """Return what this person was asked, and what was asked of those for whom the person stands in today."""
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=AppToday())
    not_ended = Q(valid_to__isnull=True) | Q(valid_to__gte=AppToday())
    absent = Substitution.objects.filter(begun, not_ended, substitute=user.pk).values("absent")
    return CircularRecipient.objects.filter(Q(person=user.pk) | Q(person__in=absent))
