"""Who is invited to a meeting, what they answer, and what was sent to them when."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core.models import Organisation, User
from steering.enums import Response, SendingKind
from steering.models.committees import Seat, seats_held_by
from steering.models.meetings import Meeting


class InvitationQuerySet(models.QuerySet):
    """Simple filters."""

    def visible_to(self, user) -> "InvitationQuerySet":
        """Return the own invitations, and all to the meetings this user may see."""
        return self.filter(Q(person=user.pk) | Q(meeting__in=Meeting.objects.visible_to(user)))

    def seated_for(self, user) -> "InvitationQuerySet":
        """Say with each whether this person holds a seat in the committee that meets (`is_seated`)."""
        return self.annotate(is_seated=Exists(seats_held_by(user).filter(committee=OuterRef("meeting__committee"))))

    def live(self) -> "InvitationQuerySet":
        """Return the invitations that still hold."""
        return self.filter(withdrawn_at__isnull=True)

    def silent(self) -> "InvitationQuerySet":
        """Return those that wait for an answer."""
        return self.live().filter(response="")


class Invitation(models.Model):
    """One place at a meeting: a seat, somebody standing in for a seat, or a guest.

    `person` is whoever held the seat when it was invited; a seat without a person is invited through the inbox of its
    organisation. A withdrawn invitation stays as it is; who is invited again gets another one.
    """

    meeting = models.ForeignKey(
        Meeting, verbose_name=_("meeting"), on_delete=models.PROTECT, related_name="invitations"
    )
    seat = models.ForeignKey(
        Seat, verbose_name=_("seat"), null=True, blank=True, on_delete=models.PROTECT, related_name="invitations"
    )
    stands_in_for = models.ForeignKey(
        "self",
        verbose_name=_("stands in for"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="substitutes",
    )
    person = models.ForeignKey(
        "core.User",
        verbose_name=_("person"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="invitations",
    )
    guest_name = models.CharField(_("guest"), max_length=150, blank=True)
    guest_email = models.EmailField(_("e-mail address of the guest"), blank=True)
    response = models.CharField(_("answer"), max_length=20, choices=Response, blank=True)
    substitute_name = models.CharField(_("substitute"), max_length=150, blank=True)
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True, editable=False)
    # Empty where the answer came through the link in the mail.
    answered_by = models.ForeignKey(
        "core.User",
        verbose_name=_("answered by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    reminders = models.PositiveSmallIntegerField(_("reminders"), default=0, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation to a meeting")
        verbose_name_plural = _("invitations to meetings")
        ordering = ("meeting", "pk")
        constraints = (
            models.CheckConstraint(
                name="invitation_to_seat_or_guest",
                condition=Q(seat__isnull=False, guest_name="", guest_email="")
                | (Q(seat__isnull=True, person__isnull=True) & ~Q(guest_name="") & ~Q(guest_email="")),
                violation_error_message=_("A guest needs a name and an e-mail address."),
            ),
            models.CheckConstraint(
                name="invitation_substitute_has_account",
                condition=Q(stands_in_for__isnull=True) | Q(seat__isnull=False, person__isnull=False),
            ),
            models.CheckConstraint(
                name="invitation_not_its_own_substitute",
                condition=Q(stands_in_for__isnull=True) | ~Q(stands_in_for=F("pk")),
            ),
            models.UniqueConstraint(
                name="invitation_once_per_seat",
                fields=["meeting", "seat"],
                condition=Q(stands_in_for__isnull=True, withdrawn_at__isnull=True),
            ),
            models.UniqueConstraint(
                name="invitation_one_substitute", fields=["stands_in_for"], condition=Q(withdrawn_at__isnull=True)
            ),
            models.UniqueConstraint(
                "meeting",
                Lower("guest_email"),
                name="invitation_once_per_guest",
                condition=~Q(guest_email="") & Q(withdrawn_at__isnull=True),
                violation_error_message=_("This guest is invited already."),
            ),
            models.CheckConstraint(name="invitation_response", condition=Q(response__in=("", *Response.values))),
            models.CheckConstraint(
                name="invitation_answered",
                condition=Q(response="", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(response="") & Q(answered_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="invitation_substitute_named",
                condition=(Q(response=Response.SUBSTITUTE) & ~Q(substitute_name=""))
                | (~Q(response=Response.SUBSTITUTE) & Q(substitute_name="")),
                violation_error_message=_("Please say who comes instead."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Whom it is addressed to: the person, the guest, or the organisation whose inbox it went to."""
        if self.person:
            return self.person.name
        return self.guest_name or (str(self.seat.organisation) if self.seat else "")

    @property
    def target(self) -> User | Organisation | str:
        """Where mails about it go: the person's account, else the inbox of the organisation, or the guest's address."""
        if self.seat is None:
            return self.guest_email
        return self.person if self.person and self.person.is_active else self.seat.organisation

    @property
    def address(self) -> str:
        """The e-mail address behind `target`; empty where there is none."""
        target = self.target
        if isinstance(target, str):
            return target
        return target.inbox_email if isinstance(target, Organisation) else target.email

    @property
    def goes_to_inbox(self) -> bool:
        """Tell whether nobody in particular receives it, but an organisation."""
        return isinstance(self.target, Organisation)

    @property
    def is_silent(self) -> bool:
        """Tell whether it waits for an answer."""
        return not self.response and self.withdrawn_at is None


class InvitationSending(models.Model):
    """One sending to all those invited: the invitation, a change of day or place, or the cancellation.

    `sequence` is the SEQUENCE of the calendar entry (RFC 5545, 3.8.7.4): it grows with every change, so that calendars
    know which entry is the newest. What was sent stays here as it was.
    """

    meeting = models.ForeignKey(Meeting, verbose_name=_("meeting"), on_delete=models.PROTECT, related_name="sendings")
    sequence = models.PositiveSmallIntegerField(_("number"), editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=SendingKind)
    held_on = models.DateField(_("date"))
    starts_at = models.TimeField(_("begin"))
    ends_at = models.TimeField(_("planned end"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    online_link = models.URLField(_("link for taking part online"), max_length=300, blank=True)
    # Why the notice period is shorter than usual; stands in the invitation.
    urgency = models.CharField(_("reason for the urgency"), max_length=300, blank=True)
    sent_at = models.DateTimeField(_("sent"), editable=False)
    sent_by = models.ForeignKey(
        "core.User", verbose_name=_("sent by"), on_delete=models.PROTECT, related_name="+", editable=False
    )

    class Meta:
        verbose_name = _("sending of an invitation")
        verbose_name_plural = _("sendings of invitations")
        ordering = ("meeting", "sequence")
        constraints = (
            models.UniqueConstraint(name="invitationsending_sequence", fields=["meeting", "sequence"]),
            models.UniqueConstraint(
                name="invitationsending_cancelled_once",
                fields=["meeting"],
                condition=Q(kind=SendingKind.CANCELLATION),
            ),
            models.CheckConstraint(name="invitationsending_kind", condition=Q(kind__in=SendingKind.values)),
            models.CheckConstraint(
                name="invitationsending_first_invites",
                condition=Q(sequence=0, kind=SendingKind.INVITATION)
                | (Q(sequence__gte=1) & ~Q(kind=SendingKind.INVITATION)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.sequence}"
